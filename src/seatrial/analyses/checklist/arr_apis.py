"""How API Gateway comes to the load balancer of a system, and whether its REST APIs are there to be called.

Sources (read 2026-11-30): https://docs.aws.amazon.com/apigateway/latest/developerguide/
set-up-nlb-for-vpclink-using-console.html ("you then define each service using the specific port that is assigned"),
https://github.com/aws/aws-cdk/issues/10435 (the port of the URI is the listener's),
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html ("the
deployment must depend on the RestApi's methods")
"""

from __future__ import annotations

METHOD, LINK, DEPLOYMENT, REST = (f"AWS::ApiGateway::{name}" for name in ("Method", "VpcLink", "Deployment", "RestApi"))

"""The types of a REST API of API Gateway: its methods, its way into the VPC, and its deployments."""

from __future__ import annotations

METHOD, LINK, DEPLOYMENT, REST = (f"AWS::ApiGateway::{name}" for name in ("Method", "VpcLink", "Deployment", "RestApi"))

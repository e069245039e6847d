"""What CloudFormation cannot know of the order: a service's target group must be behind a load balancer before it, and
what needs the internet gateway (a default route, a NAT gateway, a load balancer) comes after that is attached.

Only the template can say it, for the service refers to the target group and not to the listener, the load balancer to
its subnets and not to the gateway. Whether it goes wrong without is a race. The service loses it when the load balancer
takes longer than everything else (``refusals`` says so then), and may win it when it waits for something as slow; what
needs the gateway mostly wins it, by seconds.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html,
https://github.com/aws-cloudformation/aws-cloudformation-templates/issues/75.
"""

from __future__ import annotations

from seatrial.analyses.creation import NEED_THE_GATEWAY

BALANCER, ROUTE, NAT = NEED_THE_GATEWAY

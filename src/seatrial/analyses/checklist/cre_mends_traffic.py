"""What one can type where Elastic Load Balancing, Route 53, CodeDeploy or a service's way of deployment is refused.

A part of the table of ``cre_mends``, with the same forms.
"""

from __future__ import annotations

from collections.abc import Sequence

TRAFFIC: Sequence[tuple[str, str]] = (
    # Records
    (r"Multivalue answer rrset should not", "leave MultiValueAnswer out of {0}, or give it ResourceRecords"),
    (r"primary ResourceRecordSet must have", "add HealthCheckId: !Ref HEALTHCHECK to {0}"),
    (
        r"alternate ResourceRecordSet responses",
        "leave HealthCheckId out of {0}, or give it a SetIdentifier and a routing policy, such as Weight: 100",
    ),
    (r"A CNAME record has one value", "keep one name in ResourceRecords of {0}"),
    (r"MX record lacks its priority, as in (.*)\.$", 'write "{1}" in {0}'),
    (r"of a CNAME record is no domain name", "write the bare name, without scheme and path, in {0}"),
    (
        r"does not lie within the target zone",
        "write a whole name, such as !GetAtt BALANCER.DNSName, in AliasTarget of {0}",
    ),
    # Attributes
    (r"attribute key '(\S+)' is not (?:recognized|supported)", "leave {1} out of the attributes of {0}"),
    (r"does not support the attribute (\S+)$", "leave {1} out of the attributes of {0}"),
    (r"cookie name (\S+) is reserved", "give the cookie of {0} another name than {1}"),
    (r"both slow start and", "leave slow_start.duration_seconds out of {0}, or set its algorithm to round_robin"),
    (
        r"Health check interval must be greater",
        "set HealthCheckTimeoutSeconds of {0} below its HealthCheckIntervalSeconds",
    ),
    # Load balancers and their targets
    (
        r"security group setting for PrivateLink",
        "leave EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic out of {0}, or use a Network Load Balancer with "
        "SecurityGroups",
    ),
    (r"only specify private IPv4 addresses", "leave PrivateIPv4Address out of {0}, or set Scheme: internal"),
    (r"Up to '1' Lambda function", "keep one function in Targets of {0}"),
    (r"Elastic IPs are not supported", "leave AllocationId out of SubnetMappings of {0}, or write Type: network"),
    (
        r"IP address '(\S+)' is not a valid IPv4",
        "write a private IP address, or set TargetType: instance in {0}",
    ),
    (r"Instance ID '(\S+)' is not valid", "set TargetType: ip in {0}"),
    # Conditions
    (r"cannot provide both Values and '(\S+)'", "leave Values out beside {1} in the condition of {0}"),
    (r"Condition field '(\S+)' must be one of", "write Field: path-pattern or Field: host-header in {0}"),
    (
        r"Network Load Balancer can't have a condition",
        "leave {0} out, or use an Application Load Balancer with an HTTPS listener",
    ),
    (r"A rule can only have '5' condition values", "keep five values in {0}, and make a second rule with the others"),
    (r"can only have one '(\S+)' condition", "put all values into one {1} condition of {0}"),
    (r"'host' as an HTTP header name", "write Field: host-header with HostHeaderConfig in {0}"),
    (r"Condition value '(\S+)' contains a character", "write the method in capitals in {0}, such as GET"),
    (r"'([^'\s]+)' is not a valid CIDR block", "write a block such as 203.0.113.7/32 in {0}"),
    (r"cannot contain more than (\d+) characters", "shorten the value in {0} to at most {1} characters"),
    (
        r"can only have one '(\S+)' transform",
        "put both into Rewrites of one, or make a second rule beside {0}",
    ),
    (r"is for the transform '(\S+)' alone", "write Type: {1}, or the other property, in {0}"),
    # Actions
    (r"needs an HTTPS listener", "attach {0} to an HTTPS listener, or leave the action out"),
    (r"listener can only forward", "set Type: forward in {0}, or use an Application Load Balancer"),
    (
        r"has (\d+) actions of the types",
        "keep one of them in {0}; for several target groups use ForwardConfig.TargetGroups",
    ),
    (r"lacks an action of type forward", "add an action of Type: forward with its TargetGroupArn, as the last of {0}"),
    (r"needs an Order", "give each action of {0} an Order: authentication 1, then 2 for the one that answers"),
    (r"must be the last to be performed", "give this action the highest Order in {0}"),
    (r"port of a redirect", 'write Port: "443", or leave Port out of the redirect of {0}'),
    (r"weight of a target group is from 0 to (\d+)", "set Weight in {0} from 0 to {1}"),
    (r"must name the only target group of ForwardConfig", "leave TargetGroupArn out of the action of {0}"),
    (r"UserPoolArn must be an ARN", "write UserPoolArn: !GetAtt POOL.Arn in {0}"),
    (r"must have a client secret", "set GenerateSecret: true in the AWS::Cognito::UserPoolClient"),
    (
        r"is not supported with a target group with the protocol-version",
        "forward from an HTTPS listener, or leave ProtocolVersion out of the target group",
    ),
    # Listeners
    (r"certificate cannot be specified for HTTP l", "set Protocol: HTTPS in {0}, or leave the certificates out"),
    (r"certificate cannot be specified", "set Protocol: TLS in {0}, or leave the certificates out"),
    (r"Mutual Authentication cannot be set", "leave MutualAuthentication out of {0}, or set Protocol: HTTPS"),
    (r"ALPN policy", "leave AlpnPolicy out of {0}"),
    (r"security policy can only be specified", "leave SslPolicy out of {0}, or set Protocol: HTTPS"),
    (
        r"takes one certificate",
        "keep one in {0}, and add the others as AWS::ElasticLoadBalancingV2::ListenerCertificate",
    ),
    # Service Connect
    (r"DNS name that you provided is invalid", "write a name of letters, digits, dots and hyphens in {0}"),
    (
        r"PerRequestTimeoutSeconds can only",
        "add AppProtocol: http to the port mapping, or leave the timeout out of {0}",
    ),
    (r"proxy lacks the option (\S+)\.$", "add {1} to Options of the LogConfiguration in {0}"),
    # Blue/green deployments
    (r"needs a HookTargetArn", "add HookTargetArn: !GetAtt FUNCTION.Arn to the hook in {0}"),
    (r"a deployment takes (\d+) minutes", "shorten the bake times of {0}, or shift the traffic in fewer steps"),
    (
        r"alternate target group must be another",
        "make a second target group, and name it in AlternateTargetGroupArn of {0}",
    ),
    (r"Must be RuleArn for ALB", "name an AWS::ElasticLoadBalancingV2::ListenerRule of the listener in {0}"),
    (r"both production and test listener rules", "make a rule of its own for the test traffic, and name it in {0}"),
    (r"Server Deployment Groups should not", "set ComputePlatform: ECS in the AWS::CodeDeploy::Application"),
    (r"given by its name", "write !GetAtt RESOURCE.TargetGroupName, or .Name of a service, in {0}"),
    (r"pair of target groups has two", "name the two target groups, for blue and for green, in {0}"),
    (
        r"deployment controller of (\S+) is not CODE_DEPLOY",
        "set DeploymentController: {{ Type: CODE_DEPLOY }} in {1}, or name another service",
    ),
    (
        r"Deployment ready option",
        "add DeploymentReadyOption: {{ ActionOnTimeout: CONTINUE_DEPLOYMENT }} to BlueGreenDeploymentConfiguration of "
        "{0}",
    ),
    (
        r"Terminate blue instances",
        "add TerminateBlueInstancesOnDeploymentSuccess: {{ Action: TERMINATE }} to BlueGreenDeploymentConfiguration of "
        "{0}",
    ),
)

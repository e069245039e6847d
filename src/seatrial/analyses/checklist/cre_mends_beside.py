"""What one can type where something beside the tasks is refused: databases, caches, user pools, functions, APIs.

Parts of the table of ``cre_mends``, with the same forms. ``VALUES``, of those that an API doesn't take, fit every key
and come last.
"""

from __future__ import annotations

from collections.abc import Sequence

BESIDE: Sequence[tuple[str, str]] = (
    # Databases and caches
    (r"is not a valid password", 'choose a MasterUserPassword of {0} without blanks, /, @ and "'),
    (r"user's password has \d+ characters, and needs (\d+)", "choose a MasterUserPassword of {0} of {1} characters"),
    (r"backup window and maintenance window", "set PreferredMaintenanceWindow of {0} to another time than its backups"),
    (r"^(\S+) lasts \d+ minutes; it lasts (\d+)", "let {1} of {0} end {2} minutes after its begin, or later"),
    (r"specific availability zone is not valid", "leave AvailabilityZone out of {0}, or set MultiAZ: false"),
    (r"A MonitoringRoleARN value is required", "add MonitoringRoleArn: !GetAtt ROLE.Arn to {0}"),
    (r"specify a MonitoringInterval value other than 0", "add MonitoringInterval: 60 to {0}"),
    (r"Specific version selection is not allowed for '.*', please use '(.*)'", 'write EngineVersion: "{1}" in {0}'),
    (
        r"There is no (redis|valkey) .*: it begins with (\S+?)(?: and|\.$)",
        'write EngineVersion: "{2}" in {0}, or later',
    ),
    (r"Cache security groups are not", "write SecurityGroupIds in place of CacheSecurityGroupNames in {0}"),
    (
        r"(\S+) has no capacity for instances",
        "add ServerlessV2ScalingConfiguration: {{ MinCapacity: 0.5, MaxCapacity: 4 }} to {1}",
    ),
    (r"MinCapacity is above MaxCapacity", "set MinCapacity of {0} to at most its MaxCapacity"),
    # Tables
    (
        r"Table KeySchema does not have a range key",
        "add a RANGE key to KeySchema of {0}, or make the index a global one",
    ),
    (r"Two indexes have the name", "give each index of {0} an IndexName of its own"),
    (r"INCLUDE names its NonKeyAttributes", "add NonKeyAttributes to the Projection in {0}, or write ALL"),
    # User pools
    (r"(\S+) must be an https URL", "write the URL with https:// in {0}"),
    (
        r"client_credentials can't be combined",
        "leave client_credentials out of {0}, and give machines a client of their own",
    ),
    (r"Invalid scope requested", "write openid, email, phone, profile, or SERVER/SCOPE of a resource server, in {0}"),
    (r"reserved word (\S+)\.", "choose a Domain of {0} without {1} in it"),
    (r"Only one of AliasAttributes", "leave AliasAttributes or UsernameAttributes out of {0}"),
    # Functions
    (r"runtime parameter of \S+ is no longer", "write a Runtime that Lambda still takes in {0}, such as python3.13"),
    (r"Reserved keys used in this request: (\S+)", "leave {1} out of {0}: Lambda sets it, or reserves the name"),
    (r"Maximum batch window", "add MaximumBatchingWindowInSeconds: 1 to {0}, or set BatchSize to at most 10"),
    (
        r"Queue visibility timeout: \d+ seconds is less than Function timeout: (\d+)",
        "set VisibilityTimeout of the queue to {1} or more; six times that is AWS's advice",
    ),
    # State machines
    (r"the state (\S+) has neither Next nor End", 'add "End": true to {1}, or "Next" with the state after it'),
    (r"the field (\S+) is not supported", "correct the spelling of {1} in {0}"),
    (r"States\.ALL must stand (.*)\.$", "write States.ALL {1}"),
    (r"express workflow can't wait", "set StateMachineType: STANDARD in {0}, or leave .sync and .waitForTaskToken out"),
    (
        r"value for the field '(\S+)\.\$' must be a valid JSONPath",
        'write "{1}" without .$ for a plain text, or a path such as $.name',
    ),
    (r"must be provided with '\*' qualifier", "write LogGroupArn: !GetAtt LOGGROUP.Arn, which ends with :*, in {0}"),
    (r"a level other than OFF needs a log group", "add Destinations with a CloudWatchLogsLogGroup to {0}"),
    # Proxies of databases
    (r"^SecretArn is missing, from which", "add SecretArn: !Ref SECRET, that of the database, to Auth of {0}"),
    # Deployments
    (r"names the service that it deploys in", "add ECSServices: [{{ ClusterName: NAME, ServiceName: NAME }}] to {0}"),
    (r"needs a pair of target groups in LoadBalancerInfo", "add TargetGroupPairInfoList with two TargetGroups to {0}"),
    (
        r"^The (production|test) traffic has a listener, not",
        "write ListenerArns: [!Ref LISTENER], and not a rule of it, in {0}",
    ),
    # APIs
    (
        r"^JwtConfiguration is missing",
        "add JwtConfiguration: {{ Issuer: URL, Audience: [CLIENT] }} to {0}",
    ),
    (r"PayloadFormatVersion is missing", "add PayloadFormatVersion: '1.0' to {0}"),
    (
        r"integration uri should be a valid ELB listener ARN",
        "write IntegrationUri: !Ref LISTENER, or the ARN of an AWS::ServiceDiscovery::Service, in {0}",
    ),
    (
        r"^Invalid mapping expression specified: \S+ changes nothing",
        "write append, overwrite or remove, a colon, and header.NAME or querystring.NAME there, or overwrite:path",
    ),
    (r"not that of (\S+)\.$", "write Target: !Sub integrations/${{INTEGRATION}} in {0}; {1} is none"),
    (r"^Invalid format for origin", "write each origin of {0} as https://HOST, or * for all"),
    (r"^allow-credentials is not supported", "name the origins in AllowOrigins of {0}, or leave AllowCredentials out"),
    (r"RouteSelectionExpression is missing", "add RouteSelectionExpression: $request.body.action to {0}"),
    (
        r"not covered by the provided certificate",
        "name a certificate in {0} whose DomainName or SubjectAlternativeNames has the name",
    ),
    (r"^(\S+) is (?:edge-optimized|for TLS 1\.0), and an HTTP API takes (.*)\.$", "write {2} in {1}"),
    (r"^Invalid stage identifier", "write Stage: !Ref of an AWS::ApiGatewayV2::Stage of the API in {0}"),
    (r"^Invalid domain name identifier", "write DomainName: !Ref of an AWS::ApiGatewayV2::DomainName in {0}"),
    (r"route key \S* ?.* is neither", "write RouteKey: 'GET /path', or $default, in {0}"),
    (
        r"VPC link of a REST API leads to",
        "name a load balancer with Type: network in {0}, or use an AWS::ApiGatewayV2::VpcLink",
    ),
    (r"value for HttpMethod must be non-empty", "add IntegrationHttpMethod: ANY to Integration of {0}"),
    (
        r"mapping expression parameter specified: (\S+)\]",
        "add RequestParameters: {{ {1}: true }} to {0}",
    ),
    (
        r"only called through a VPC link",
        "add ConnectionType: VPC_LINK and ConnectionId to {0}, or write a URL in IntegrationUri",
    ),
    (
        r"Invalid HTTP endpoint specified for URI",
        "write a URL that begins with http:// or https:// in Uri of {0}",
    ),
    # Distributions
    (
        r"An origin has CustomOriginConfig",
        "add CustomOriginConfig: {{ OriginProtocolPolicy: http-only }} to the origin of {0}",
    ),
    (r"Two origins have the Id", "give each origin of {0} an Id of its own"),
    (r"The certificate is in \S+; CloudFront", "make the certificate in a stack of us-east-1, and name its ARN in {0}"),
    (
        r"you must attach a trusted certificate",
        "add ViewerCertificate with AcmCertificateArn and SslSupportMethod: sni-only to {0}",
    ),
    (
        r"AllowedMethods are GET and HEAD",
        "write [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE] in {0}, or fewer as it says",
    ),
    (
        r"does not refer to a valid S3 bucket",
        "write CustomOriginConfig: {{ OriginProtocolPolicy: http-only }} in place of S3OriginConfig in {0}",
    ),
    (
        r"doesn't cover the alternate domain name",
        "add the name to SubjectAlternativeNames of the certificate, or take it out of Aliases of {0}",
    ),
    (r"^The (\w+)[\w ]* policy \S+ does not exist", "name a {1} policy of AWS's or of yours in {0}, or leave it out"),
    (r"MinTTL, MaxTTL and DefaultTTL should follow", "write times in {0} so that MinTTL <= DefaultTTL <= MaxTTL"),
    (r"^EvaluateTargetHealth can't be true", "leave EvaluateTargetHealth out of {0}"),
    (r"^The header (\S+) is none that CloudFront adds", "leave {1} out of OriginCustomHeaders of {0}"),
    (r"ForwardedValues cannot be used", "leave ForwardedValues out of the cache behavior of {0}"),
    (
        r"needs a CachePolicyId or",
        "add CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad, which keeps nothing, to the cache behavior of {0}",
    ),
    (
        r"Web ACL is not accessible",
        "name a web ACL with Scope: CLOUDFRONT, made in us-east-1, in WebACLId of {0}",
    ),
    # Buckets
    (
        r"cannot have ACLs set with ObjectOwnership",
        "leave AccessControl out of {0}, and let a bucket policy say who may read",
    ),
    (
        r"upstream registry requires authentication",
        "add CredentialArn to {0}: a secret named ecr-pullthroughcache/NAME with username and accessToken",
    ),
    (r"^(\S+) can't be given for a source of \w+, which takes (\S+)\.$", "write {2} in place of {1} in {0}"),
    (r"StartingPositionTimestamp is missing", "add StartingPositionTimestamp to {0}, or write TRIM_HORIZON"),
    (r"is no load balancer of the type (\S+)\.", "name a load balancer with Type: {1} in {0}"),
    # Web ACLs
    (
        r"exactly one value\., field: RULE,",
        "give each rule of {0} Action, or OverrideAction: {{ None: {{}} }} where it refers to a rule group",
    ),
    (r"field: DEFAULT_ACTION", "keep one of Allow and Block in DefaultAction of {0}"),
    (r"^Priority \S+ is that of another rule", "give each rule of {0} a Priority of its own"),
    (
        r"The ARN isn't valid\..*field: RESOURCE_ARN",
        "write ResourceArn: !Ref of an Application Load Balancer, or the ARN of a stage of a REST API, in {0}",
    ),
    # Logs, images and buckets
    (r"Invalid metric filter pattern", "write a pattern such as '{{ $.level = \"error\" }}' or '\"ERROR\"' in {0}"),
    (r"dimensions and default value are mutually", "leave DefaultValue or Dimensions out of {0}"),
    (r"validation failure: (\S+) is \S+; it is one of (.*)\.$", "write one of {2} for {1} in {0}"),
    (r"countUnit is only for a countType", "leave countUnit out of the rule in {0}"),
    (r"countUnit is missing", 'add "countUnit": "days" to the rule in {0}'),
    (r"needs at least one action", "add an action such as ExpirationInDays: 90 to the rule of {0}, or leave it out"),
    (r"belongs into (\S+)\.$", "move the configuration of {0} into {1}"),
)
VALUES: Sequence[tuple[str, str]] = (
    (r"^(\S+) is .*; it is one of (.*)\.$", "write one of {2} for {1} of {0}"),
    (r"^(\S+) is .*; it is from (\S+) to (\S+)\.$", "set {1} of {0} from {2} to {3}"),
    (r"^(\S+) is .*; it is (.*)\.$", "write {2} for {1} of {0}"),
)

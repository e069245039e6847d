"""What one can type so that an API takes a resource: by the text with which it refuses it.

Long because it is a table. The first pattern that is found decides; ``{0}`` is the resource at fault, ``{1}`` and so on
the groups of the pattern. Without one the mend names the property.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath, path_text

_TABLE: Sequence[tuple[str, str]] = (
    # What is missing
    (r"^One of (\S+), .* is missing\.$|^One of (\S+) and \S+ is missing\.$", "add one of them to {0}"),
    (r"^(\S+) is missing\.$", "add {1} to {0}"),
    (r"At least one of \[\S+\] must be non-empty", "name the role in Roles of {0}"),
    # Attributes of target groups
    (
        r"Stickiness type '\S+' is not supported .* the (TCP|UDP|TCP_UDP|TLS) ",
        "set stickiness.type of {0} to source_ip, or leave it out",
    ),
    (r"Stickiness type", "set stickiness.type of {0} to lb_cookie, or to app_cookie with a cookie's name"),
    (r"'(\S+)' value '\S+' must be between '(\d+)' and '(\d+)'", "set {1} of {0} from {2} to {3}"),
    # Schedules and events
    (r"needs to follow the format yyyy-MM-dd", "write it as 2027-01-31T00:00:00.000Z in {0}"),
    (r"StartDate you specify must come before", "write an EndDate after the StartDate of {0}"),
    (r"Expression Timezone|schedule timezone", "write a name such as Europe/Berlin or UTC in {0}"),
    (r"MaximumWindowInMinutes must not", "leave MaximumWindowInMinutes out of {0}, or set Mode: FLEXIBLE"),
    (r"only on the default event bus", "leave EventBusName out of {0}"),
    (r"Empty arrays are not allowed", "give the field of the pattern in {0} the values that it may have"),
    (
        r"ScheduleExpression is not valid|Invalid Schedule Expression|Invalid schedule (expression|frequency|at)|CRON",
        "write rate(5 minutes), or cron(minutes hours day-of-month month day-of-week year) with one ?, such as "
        "cron(0 6 * * ? *), in {0}",
    ),
    (r"More than one target with Id", "give each target of {0} an Id of its own"),
    (r"Only one of Input, InputPath", "keep one of Input, InputPath and InputTransformer in the target of {0}"),
    (r"JSON syntax error", 'write Input of {0} as JSON, such as {{"name": "value"}}'),
    (r"EcsParameters must be specified", "add EcsParameters with TaskDefinitionArn to the target of {0}"),
    (r"SQS FIFO is not supported by Dead", "name a standard queue in DeadLetterConfig of {0}"),
    # Queues
    (r"must end with .fifo suffix", "end QueueName of {0} with .fifo, or leave it out"),
    (
        r"alphanumeric characters, hyphens, or underscores",
        "set FifoQueue: true in {0} where its name ends with .fifo; else write letters, digits, - and _, at most 80",
    ),
    (r"Unknown Attribute (\w+)", "leave {1} out of {0}, or make it a FIFO queue"),
    (r"DeduplicationScope must be messageGroup", "set DeduplicationScope: messageGroup in {0}"),
    (r"one type of server-side encryption", "keep KmsMasterKeyId or SqsManagedSseEnabled of {0}"),
    (r"maxReceiveCount: (\S+), valid", "set maxReceiveCount of {0} from 1 to 1000"),
    (r"mandatory attribute: (\w+)", "add {1} to RedrivePolicy of {0}"),
    (r"Dead letter target does not exist", "name the queue with !GetAtt QUEUE.Arn in {0}, so that it is made before"),
    (r"valid resources for deadLetterTargetArn", "set deadLetterTargetArn of {0} to !GetAtt QUEUE.Arn of a queue"),
    # Scaling and alarms
    (
        r"StepAdjustment|step adjustment|Step adjustment",
        "let the steps of {0} lie beside each other, the last one open",
    ),
    (r"Adjustment type must be", "add AdjustmentType: ChangeInCapacity to {0}"),
    (r"single scaling policy configuration", "keep the configuration of the PolicyType in {0}"),
    (r"policy configuration must be", "add the configuration that belongs to the PolicyType of {0}"),
    (r"Resource label should not", "leave ResourceLabel out of {0}"),
    (r"MetricSpecification", "give {0} one PredefinedMetricSpecification or CustomizedMetricSpecification"),
    (r"ScalableTargetAction|minimum capacity and maximum", "add ScalableTargetAction with MinCapacity or MaxCapacity"),
    (r"Period must be 10", "set Period of {0} to 60, or a multiple of it"),
    (
        r"EvaluationPeriods \* Period",
        "lower EvaluationPeriods of {0}, or raise Period: a day is the most, a week by the hour",
    ),
    (r"DatapointsToAlarm must", "set DatapointsToAlarm of {0} to EvaluationPeriods at most"),
    (r"valid Threshold parameter", "add Threshold to {0}"),
    (r"ScalableTarget' with identifier", "keep one scalable target for the service: remove {0}"),
    # Names
    (r"is not permitted in zone (\S+)\.\]", "write a name that ends with {1}, or name another hosted zone in {0}"),
    (r"not permitted at apex", "make {0} an alias: Type: A with AliasTarget"),
    (
        r"conflicting RRSet|conflicts with other records|Tried to create resource",
        "keep one of the records of this name",
    ),
    (r"with the same domain name", "give {0} another Name: the VPC has one of this name already"),
    (r"but found none in Change", "give {0} AliasTarget, or TTL and ResourceRecords"),
    (r"found more than one in Change", "keep AliasTarget, or TTL and ResourceRecords, in {0}"),
    (r"Missing field 'SetIdentifier'", "add a SetIdentifier of its own to {0}"),
    (r"not a valid IPv4 address", "write an address; a name wants Type: CNAME, a load balancer an AliasTarget, in {0}"),
    (r"enclosed in quotation marks", "write the value of {0} as '\"...\"'"),
    (r"not the PrimaryDomain", "write a DomainName that the certificate {0} is for"),
    (r"HealthCheckConfig can't", "write HealthCheckCustomConfig instead in {0}"),
    (r"DnsConfig can't be", "leave DnsConfig out of {0}, or name a DNS namespace"),
    # Limits
    (r"contain exactly one target", "add NatGatewayId, GatewayId or another target to {0}"),
    (r"contain exactly one of destination", "add DestinationCidrBlock to {0}"),
    (r"only have '5' condition values", "write a second rule with the other values beside {0}"),
    (r"Max allowed length is '65536'", "move variables of {0} into a file in Amazon S3 or the Parameter Store"),
    (r"can't nest another parameter", "leave {{{{ and }}}} out of Value of {0}"),
    # Files, keys, images
    (r"encrypted parameter must", "set Encrypted: true in {0}"),
    (r"already exists in this AZ", "make one mount target a zone: remove {0}"),
    (r"cannot begin with alias/aws/", "choose a name such as alias/jobs for {0}"),
    (
        r"not allow you to update the key policy",
        "let {0} keep a statement that allows kms:* to arn:aws:iam::ACCOUNT:root of the account",
    ),
    (r"EnableKeyRotation property", "leave EnableKeyRotation out of {0}"),
    (r"Aliases must refer", "set TargetKeyId of {0} to !Ref of an AWS::KMS::Key"),
    (r"Lifecycle policy", "write LifecyclePolicyText of {0} as JSON with rules: rulePriority, selection and action"),
    (r"acl entry identified by", "give {0} a RuleNumber that no other entry of its side has"),
    (r"not associated with the cluster", "name the provider in CapacityProviders of {0} as well"),
    (r"exceed quota for PolicySize|Maximum policy size", "split {0}: a managed policy holds 6,144 characters"),
    # The network
    (
        r"route table \S+ and network gateway \S+ belong to different networks",
        "add DependsOn of the AWS::EC2::VPCGatewayAttachment to {0}",
    ),
    (r"Network \S+ has no Internet gateway attached", "add DependsOn of the AWS::EC2::VPCGatewayAttachment to {0}"),
    (r"VPC \S+ has no internet gateway", "attach an internet gateway to the VPC, and let {0} depend on its attachment"),
    (r"already has an internet gateway attached", "attach one internet gateway to a VPC: remove {0}"),
    (r"is already attached to network", "use an internet gateway of its own for each VPC"),
    (
        r"parameter cidrBlock is invalid|The CIDR '.*' is invalid",
        "give {0} a block of the VPC's, /16 to /28, without host bits",
    ),
    (r"conflicts with another subnet|CIDR range conflicts", "give {0} a block that no other subnet or VPC block has"),
    (r"Subnets can currently only be created in .*: (.*)\.", "set AvailabilityZone of {0} to one of {1}"),
    (r"request must include the AllocationId", "add AllocationId: !GetAtt EIP.AllocationId to {0}"),
    (r"AllocationId cannot be specified", "leave AllocationId out of {0}, or set ConnectivityType: public"),
    (r"Elastic IP address \[.*\] is already associated", "give {0} an AWS::EC2::EIP of its own"),
    (r"route identified by (\S+) already exists", "keep one route for {1} in the route table: remove {0}"),
    (r"belong to different networks", "use subnets, route tables and groups of one VPC in {0}"),
    (r"conflicts with an existing association", "associate the subnet with one route table: remove {0}"),
    (r"The (\w+) ID '(\S+)' does not exist", "name a resource of the template in {0}, and let it be made before"),
    (r"does not exist in VPC|does not belong to VPC", "name one of the same VPC in {0}"),
    (r"security group '(\S+)' does not exist", "name a security group with !GetAtt GROUP.GroupId in {0}"),
    (r"specified rule .* already exists", "remove the rule that {0} says a second time"),
    (
        r"Exactly one of .* must be specified",
        "give each rule of {0} one peer: CidrIp, a security group or a prefix list",
    ),
    (r"Only one of .* can be specified", "give each rule of {0} one peer; write one rule for each"),
    (
        r"CIDR block (\S*) is malformed",
        "write the peer of {0} as a block such as 10.0.0.0/16, or 203.0.113.7/32 for one address",
    ),
    (r"IP protocol. Unknown protocol", "set IpProtocol of {0} to tcp, udp, icmp, -1 or a protocol's number"),
    (
        r"Must specify both from and to ports|out of range|Invalid TCP/UDP port range",
        "give {0} FromPort and ToPort from 0 to 65535, the lower first",
    ),
    (r"reserved security group name|may not be in the format sg-", "leave GroupName out of {0}, or choose another"),
    (r"Endpoint type \(Gateway\) does not match", "set VpcEndpointType: Interface in {0}"),
    (r"Route table IDs are only supported", "give {0} SubnetIds instead of RouteTableIds"),
    (r"Subnet IDs are only supported", "give {0} RouteTableIds instead of SubnetIds"),
    (r"endpoint subnet in the availability zone", "give {0} one subnet of each Availability Zone"),
    (
        r"requires both enableDnsSupport and enableDnsHostnames",
        "set EnableDnsSupport and EnableDnsHostnames of the VPC to true",
    ),
    (
        r"conflicting DNS domain",
        "keep one endpoint with private DNS for the service, or set PrivateDnsEnabled: false in {0}",
    ),
    # The task definition
    (
        r"No Fargate configuration exists for given values: (\S+) CPU, (\S+) memory",
        "choose Cpu and Memory of {0} that belong together, such as 256 with 512, 1024 or 2048",
    ),
    (
        r"Invalid '(cpu|memory)' setting for task|'(?:cpu|memory)' be defined at the task level",
        'set Cpu and Memory of {0}, such as "256" and "512"',
    ),
    (r"only supports network mode", "set NetworkMode: awsvpc in {0}"),
    (
        r"execution role ARN to support|must also specify a value for 'executionRoleArn'",
        "add ExecutionRoleArn: !GetAtt ROLE.Arn to {0}, a role with AmazonECSTaskExecutionRolePolicy",
    ),
    (r"host ports and container ports in port mappings must match", "leave HostPort out of the port mappings of {0}"),
    (r"Container names must be unique", "give each container of {0} a Name of its own"),
    (r"doesn't have any essential container", "set Essential: true for a container of {0}"),
    (r"Cannot depend on container (\S+) because", "name a container of {0} in DependsOn; {1} is none"),
    (r"form a circle", "take one of these out of DependsOn of {0}"),
    (r"HEALTHY condition must have health check", "add a HealthCheck to that container of {0}, or wait for START"),
    (r"SUCCESS or COMPLETE condition cannot be an essential", "set Essential: false for that container of {0}"),
    (
        r"'memory' setting for container .* greater than for the task|sum of all container 'cpu'",
        "lower it, or raise Cpu and Memory of {0}",
    ),
    (r"'memory' must be greater than or equal to", "set MemoryReservation of the container below its Memory"),
    (
        r"not a valid log driver|Log driver",
        "use awslogs with awslogs-group, awslogs-region and awslogs-stream-prefix in {0}",
    ),
    (r"awslogs-stream-prefix", "add awslogs-stream-prefix to Options of the container's LogConfiguration in {0}"),
    (r"requires options: awslogs-group", "add awslogs-group: !Ref LOGGROUP to Options in {0}"),
    (r"secret name must be unique", "give the variable one value in {0}: in Environment or in Secrets"),
    (r"'healthCheck.(\w+)' setting .* between (\S+ and \S+)", "set HealthCheck.{1} of the container between {2}"),
    (r"Unknown volume '(.*)'", "add {1} to Volumes of {0}, or take the mount out"),
    (r"EphemeralStorage size should be at (least|most) (\d+)", "set EphemeralStorage.SizeInGiB of {0} at {1} {2}"),
    (r"timeout of less than", "set StopTimeout and StartTimeout of the containers of {0} to 120 at most"),
    (
        r"(do not|does not|not) support(ed)?|not allowed on Fargate|privileged",
        "take it out of {0}: Fargate has no such thing",
    ),
    (
        r"image repository should not be null|image contains invalid",
        "give the container of {0} an Image such as repository:tag",
    ),
    (r"Too many containers", "split {0}: a task has ten containers at most"),
    # The service
    (
        r"does not have an associated load balancer",
        "add DependsOn of the listener or rule that forwards to the target group to {0}",
    ),
    (r"Cluster not found", "set Cluster of {0} to !Ref of an AWS::ECS::Cluster"),
    (r"TaskDefinition not found", "set TaskDefinition of {0} to !Ref of an AWS::ECS::TaskDefinition"),
    (r"Specifying both a launch type", "keep LaunchType or CapacityProviderStrategy of {0}, not both"),
    (r"does not support launch_type FARGATE", "add FARGATE to RequiresCompatibilities of the task definition"),
    (r"cannot be 100 as this will block", "set MaximumPercent of {0} above 100, or MinimumHealthyPercent below"),
    (r"minimumHealthyPercent must be at most", "set MinimumHealthyPercent of {0} to 100 at most"),
    (r"maximumPercent must be at least", "set MaximumPercent of {0} to 100 at least"),
    (
        r"Network Configuration must be provided",
        "add NetworkConfiguration with AwsvpcConfiguration and its Subnets to {0}",
    ),
    (
        r"container (\S+) did not have a container port (\S+) defined",
        "add ContainerPort {2} to PortMappings of {1}, or name its port in {0}",
    ),
    (
        r"container (\S+) does not exist in the task definition",
        "name a container of the task definition in {0}; {1} is none",
    ),
    (r"target group (\S+) could not be found", "set TargetGroupArn of {0} to !Ref of a target group"),
    (r"has target type (\S+), which is", "set TargetType: ip in the target group of {0}"),
    (r"portName\((.*)\) does not refer", "give a port mapping the Name {1}, or name another in {0}"),
    (r"IAM role for services that require", "leave Role out of {0}"),
    (r"at most (\d+) items", "keep to {1} in {0}"),
    (r"service requires an Application Load Balancer", "give {0} LoadBalancers, or another deployment controller"),
    # The load balancer
    (r"two different Availability Zones must be specified", "give {0} subnets in two Availability Zones"),
    (r"multiple subnets in the same Availability Zone", "give {0} one subnet of each Availability Zone"),
    (r"listener already exists on this port", "give {0} another Port"),
    (r"certificate must be specified", "add Certificates: [{{CertificateArn: !Ref CERTIFICATE}}] to {0}"),
    (r"Certificates can only be specified", "set Protocol: HTTPS in {0}, or leave Certificates out"),
    (r"The certificate '(\S+)' must have", "name an issued certificate of the load balancer's own region in {0}"),
    (r"Priority '(\S+)' is currently in use", "give {0} a Priority that no other rule of the listener has"),
    (r"Priority '(\S+)' must be between", "give {0} a Priority from 1 to 50000"),
    (r"must have at least one condition", "add Conditions to {0}"),
    (r"different VPC than load balancer", "make the target group in the load balancer's VPC"),
    (r"associated with more than one load balancer", "make a target group for each load balancer"),
    (r"must have a protocol and a port", "add Protocol and Port to {0}"),
    (r"must have a VPC", "add VpcId to {0}"),
    (r"must begin with a '/'", "begin HealthCheckPath of {0} with /"),
    (r"timeout '(\S+)' must be smaller than the interval '(\S+)'", "set HealthCheckTimeoutSeconds of {0} below {2}"),
    (r"must be between (\S+) and (\S+)", "choose a value from {1} to {2}"),
    (r"same name '(.*)' exists", "leave Name out of {0}, or choose another"),
    (
        r"cannot (be longer|begin|end)|can only contain",
        "leave Name out of {0}, or choose one of letters, digits and hyphens, at most 32",
    ),
    (r"must set in order to enable", "give the bucket beside it, or leave the logs off, in {0}"),
    (r"create an alias that targets \S+, type (\S+)", "write Type: A in {0}"),
    (r"cookie name", "add stickiness.app_cookie.cookie_name to {0}"),
    # Roles, logs, secrets
    (
        r"Syntax errors in policy|must contain (resources|actions)|MUST|must be (in ARN format|prefaced|unique)",
        "write each statement of {0} with Effect, Action and Resource",
    ),
    (
        r"Missing required field Principal",
        "add Principal: {{Service: ecs-tasks.amazonaws.com}} to the trust policy of {0}",
    ),
    (r"prohibited field Resource", "leave Resource out of the trust policy of {0}"),
    (r"may only specify STS AssumeRole", "set Action: sts:AssumeRole in the trust policy of {0}"),
    (r"Invalid principal", "name a service such as ecs-tasks.amazonaws.com in {0}"),
    (r"should not specify a principal", "leave Principal out of {0}: the policy belongs to the role"),
    (
        r"does not exist or is not attachable",
        "name a policy that there is in {0}, such as "
        "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    ),
    (r"role with name (\S+) cannot be found", "set Roles of {0} to !Ref of a role"),
    (r"ScalingPolicy' .* already exists", "give {0} a PolicyName of its own"),
    (r"already exists", "leave the name out of {0}, or choose another: CloudFormation then makes one"),
    (
        r"retentionInDays",
        "set RetentionInDays of {0} to 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or another that "
        "CloudWatch Logs has",
    ),
    (r"either SecretString or GenerateSecretString", "keep SecretString or GenerateSecretString of {0}"),
    (r"must both be set or removed", "give {0} both SecretStringTemplate and GenerateStringKey"),
)


def mend_of(resource: Resource, message: str, path: PropertyPath) -> str:
    """Something that one can type so that the API takes the resource."""
    for pattern, mend in _TABLE:
        found = re.search(pattern, message)
        if found is not None:
            return mend.format(resource.logical_id, *found.groups())
    thing = path_text((resource.logical_id, *path))
    return f"give {thing} a value that the text allows"

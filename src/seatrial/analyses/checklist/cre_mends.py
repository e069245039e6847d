"""What one can type so that an API takes a resource: by the text with which it refuses it.

Long because it is a table. The first pattern that is found decides; ``{0}`` is the resource at fault, ``{1}`` and so on
the groups of the pattern. Without one the mend names the property.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatrial.analyses.checklist import cre_mends_rare
from seatrial.analyses.checklist.by_text import first_of
from seatrial.analyses.checklist.cre_mends_beside import BESIDE, VALUES
from seatrial.analyses.checklist.cre_mends_ecs import ECS
from seatrial.analyses.checklist.cre_mends_network import NETWORK
from seatrial.analyses.checklist.cre_mends_rights import RIGHTS
from seatrial.analyses.checklist.cre_mends_traffic import TRAFFIC
from seatrial.analyses.checklist.unresolved import NOT_LOOKED_UP
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath, path_text

_TABLE: Sequence[tuple[str, str]] = (
    (
        # What CDK writes where it could not ask for an account's zones, VPC and subnets:
        # https://docs.aws.amazon.com/cdk/v2/guide/context.html (read 2026-11-29)
        r"Value \((?:dummy1[abc]|test-region-1[abc])\) .* Subnets can currently only be created"
        r"|'(?:vpc-12345|[ips]-(?:12345|67890))' (?:does not exist|is not found)",
        f"{NOT_LOOKED_UP}, or with its cdk.context.json: CDK wrote a placeholder into {{0}}",
    ),
    *TRAFFIC,
    *NETWORK,
    # What is missing
    (r"^One of (\S+), .* is missing\.$|^One of (\S+) and \S+ is missing\.$", "add one of them to {0}"),
    (r"^(\S+) is missing\.$", "add {1} to {0}"),
    (r"At least one of \[\S+\] must be non-empty", "name the role in Roles of {0}"),
    # Attributes of target groups
    (
        r"Stickiness type '\S+' is not supported .* the (TCP|UDP|TCP_UDP|TLS) ",
        "set stickiness.type of {0} to source_ip, or leave it out",
    ),
    (r"Stickiness type", "set stickiness.type of {0} to lb_cookie, or to app_cookie with its cookie_name"),
    (r"'(\S+)' value '\S+' must be between '(\d+)' and '(\d+)'", "set {1} of {0} from {2} to {3}"),
    (r"'(\S+)' value '\S+' must be between '(\d+)-(\d+)'", "set {1} of {0} from {2} to {3}"),
    # Rotation, health checks and lifecycles
    ("No Lambda rotation function ARN", "add HostedRotationLambda or RotationLambdaARN to {0}"),
    ("either HostedRotationLambda or", "keep only one of HostedRotationLambda and RotationLambdaARN in {0}"),
    ("both rotation frequency and schedule", "keep only one of AutomaticallyAfterDays and ScheduleExpression in {0}"),
    ("Duration must be at least 1 hour", "write Duration of {0} as hours from 1h to 24h"),
    (
        "Duration cannot be greater than Rate",
        "write a Duration in {0} no longer than the rate of its ScheduleExpression",
    ),
    (
        "Starting hour and duration",
        "write a shorter Duration or an earlier hour in {0}: the window ends by midnight, UTC",
    ),
    ("fully qualified domain name can not be both empty", "add FullyQualifiedDomainName to HealthCheckConfig of {0}"),
    ("must have a search string", "add SearchString to HealthCheckConfig of {0}, or leave _STR_MATCH out of its Type"),
    ("must not have a resource path", "leave ResourcePath out of {0}, or write Type: HTTP"),
    (r"IPv4 address \S+ is forbidden", "write a public address in {0}, or a FullyQualifiedDomainName in its place"),
    ("LifecyclePolicy objects specified are malformed", "write each transition in {0} as an entry of its own"),
    ("Duplicate LifecyclePolicy transition", "keep one entry for each transition in LifecyclePolicies of {0}"),
    ("does not support TransitionToArchive", "set ThroughputMode: elastic in {0}"),
    (
        "TransitionToArchive is the same as or less",
        "write a longer time for TransitionToArchive than for TransitionToIA in {0}",
    ),
    (r"failure: (countNumber|countType|tagStatus) is missing", "add {1} to the selection of the rule in {0}"),
    ("A trust store is for Mode verify", "write Mode: verify in {0}, or leave TrustStoreArn out"),
    ("You can't assign parameter policies", "write Tier: Advanced in {0}"),
    ("Invalid policies input", "write Policies of {0} as a JSON list of objects with Type, Version and Attributes"),
    ("listener attribute is not supported", "remove this attribute from ListenerAttributes of {0}"),
    (r"attribute key '(\S+)' is not supported on load balancers", "remove {1} from LoadBalancerAttributes of {0}"),
    (r"the state (\S+) has no Type", "add Type: Task, or another one of these, to the state {1} of {0}"),
    # Schedules and events
    (r"needs to follow the format yyyy-MM-dd", "write it as 2027-01-31T00:00:00.000Z in {0}"),
    (r"StartDate you specify must come before", "write an EndDate after the StartDate of {0}"),
    (r"Expression Timezone|schedule timezone", "write a name such as Europe/Berlin or UTC in {0}"),
    (r"MaximumWindowInMinutes must not", "leave MaximumWindowInMinutes out of {0}, or set Mode: FLEXIBLE"),
    (r"only on the default event bus", "leave EventBusName out of {0}"),
    (
        r"Unrecognized match type (.*)",
        "write one of prefix, suffix, anything-but, equals-ignore-case, numeric, exists, wildcard and cidr in place of "
        "{1} in {0}",
    ),
    (
        r"Unsupported anything-but pattern: (.*)",
        "write prefix, suffix, wildcard or equals-ignore-case in place of {1} in {0}",
    ),
    (r"Inside anything but list", "give anything-but in {0} either texts alone or numbers alone"),
    (r"Bottom must be less than top", "write the smaller number first in {0}"),
    (
        r"numeric range|Invalid member in numeric|must be numeric|numeric must be|numeric expression",
        'write numeric in {0} as [">", 0] or [">", 0, "<=", 100], with numbers that are no texts',
    ),
    (r"Consecutive wildcard characters", "write one * where {0} has several"),
    (r"exists match pattern must be", "write exists: true or exists: false in {0}"),
    (r"(prefix|suffix) match pattern must be", "give {1} one text in {0}; for several, write several matchers"),
    (
        r"RoleArn is required for target",
        "add RoleArn: !GetAtt ROLE.Arn, a role that events.amazonaws.com may assume, to the target of {0}",
    ),
    (
        r"contains invalid placeholder (\S+)\.$",
        "add {1} with its path, such as $.detail.object.key, to InputPathsMap of {0}",
    ),
    (r"InputPath for target \S+ is invalid", "write a path such as $.detail.object.key in {0}"),
    (r"Arn is not in correct format", "write the ARN of the target in {0}, such as !GetAtt QUEUE.Arn"),
    (
        r"dead-letter queue must be given by its ARN|supported as a dead letter",
        "write !GetAtt QUEUE.Arn of a standard queue in DeadLetterConfig of {0}",
    ),
    (r"EcsParameters not supported", "leave EcsParameters out of {0}, or name the cluster in Arn: !GetAtt CLUSTER.Arn"),
    (
        r"is not a supported service for a target",
        "write arn:aws:scheduler:::aws-sdk:SERVICE:ACTION, without region and account, in {0}",
    ),
    (r"must provide an input to set this target", "add Input with the request as JSON to the target of {0}"),
    (
        r"^\w+ API is not supported",
        "name an action that changes something in {0}: a schedule can't call one that only reads",
    ),
    (r"MessageGroupId not valid", "leave SqsParameters out of {0}: only a FIFO queue has message groups"),
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
    (r"Event bus (?:default already exists|name must not contain)", "give {0} another Name, without a slash"),
    (
        r"EventPattern or ScheduleExpression must be specified",
        "write what the events have in EventPattern of {0}, such as source: [aws.ecs]",
    ),
    # Alarms
    (
        r"parameter ExtendedStatistic is not supported",
        "write a percentile such as p99 in ExtendedStatistic of {0}, or use Statistic in its place",
    ),
    (r"Unsupported AWS vendor", "name an SNS topic with !Ref TOPIC in {0}"),
    # Logs that are sent on
    (
        r"cannot work with destinationArn for vendor",
        "name a Kinesis or Firehose stream, a function or a destination of CloudWatch Logs in {0}",
    ),
    (
        r"cannot be used without roleArn",
        "add RoleArn: !GetAtt ROLE.Arn, a role that logs.amazonaws.com may assume, to {0}",
    ),
    (
        r"vendor lambda cannot be used with roleArn",
        "leave RoleArn out of {0}, and let logs.amazonaws.com call the function by an AWS::Lambda::Permission",
    ),
    (r"starting with AWS/ are reserved", "write a namespace of your own, without AWS/, in {0}"),
    # Parameter groups
    (
        r"Use a parameter group with DBParameterGroupFamily (\S+)$",
        "write Family: {1} in the parameter group, or name default.{1} in {0}",
    ),
    (
        r"Expected a parameter group of family (\S+) but",
        "write CacheParameterGroupFamily: {1} in the parameter group, or name a default group of {1} in {0}",
    ),
    (r"is of the family \S+, and the engine is (\S+)\.$", "name a parameter group for {1} in {0}"),
    # Queues
    (r"must end with .fifo suffix", "end QueueName of {0} with .fifo, or leave it out"),
    (
        r"alphanumeric characters, hyphens, or underscores",
        "set FifoQueue: true in {0} if its name ends with .fifo; otherwise use up to 80 letters, digits, - and _",
    ),
    (r"Unknown Attribute (\w+)", "leave {1} out of {0}, or make it a FIFO queue"),
    (r"DeduplicationScope must be messageGroup", "set DeduplicationScope: messageGroup in {0}"),
    (r"one type of server-side encryption", "keep only one of KmsMasterKeyId and SqsManagedSseEnabled in {0}"),
    (r"maxReceiveCount: (\S+), valid", "set maxReceiveCount of {0} from 1 to 1000"),
    (r"mandatory attribute: (\w+)", "add {1} to RedrivePolicy of {0}"),
    (r"Dead letter target does not exist", "name the queue with !GetAtt QUEUE.Arn in {0}, so that it is created first"),
    (r"valid resources for deadLetterTargetArn", "set deadLetterTargetArn of {0} to !GetAtt QUEUE.Arn of a queue"),
    (
        r"Redrive policy is not a valid JSON",
        "write RedrivePolicy of {0} as {{ deadLetterTargetArn: ..., maxReceiveCount: 5 }}",
    ),
    # Topics and notifications
    (r"SignatureVersion: Invalid", "set SignatureVersion of {0} to 1 or 2"),
    (r"does not support raw message delivery", "leave RawMessageDelivery out of {0}"),
    (
        r"deadLetterTargetArn must be a SQS queue|Missing deadLetterTargetArn",
        "give deadLetterTargetArn in RedrivePolicy of {0} the ARN of a queue",
    ),
    (
        r"FIFO SQS Queues can not be subscribed",
        "set FifoTopic: true in the topic, with a name that ends with .fifo, or subscribe a standard queue",
    ),
    (
        r"not support this protocol string",
        "set Protocol of {0} to sqs, lambda, https, email or another in small letters",
    ),
    (r"SQS endpoint ARN", "write !GetAtt QUEUE.Arn as Endpoint in {0}"),
    (r"Invalid protocol type", "set Protocol of {0} to sqs: a FIFO topic delivers to queues only"),
    (
        r"does not support nested filter",
        "add FilterPolicyScope: MessageBody to {0}, or filter by attributes without nesting",
    ),
    (r"FilterPolicyScope: Invalid value", "set FilterPolicyScope of {0} to MessageAttributes or MessageBody"),
    (r'FilterPolicy: "(\S+)" must be', "write the values of {1} in {0} as a list"),
    (r"Topic Name", "end TopicName of {0} with .fifo if it has FifoTopic: true, and only then"),
    (r"Unknown attribute (\w+)", "leave {1} out of {0}, or make it a FIFO topic"),
    (
        r"Unable to validate the following destination",
        "allow it to Principal: {{ Service: s3.amazonaws.com }} in a queue or topic policy that {0} waits for by "
        "DependsOn, and in KeyPolicy of the key if there is one",
    ),
    (r"event is not supported for notifications", "write an event such as s3:ObjectCreated:* in {0}"),
    (r"filter rule name must be", "write Name: prefix or Name: suffix in the filter of {0}"),
    (r"ARN could not be parsed", "write !GetAtt QUEUE.Arn, or !Ref of a topic, in {0}"),
    (
        r"Configuration is ambiguously defined",
        "give the two notifications of {0} prefixes or suffixes that don't overlap",
    ),
    # Scaling and alarms
    (
        r"StepAdjustment|step adjustment|Step adjustment",
        "make each step of {0} begin where the previous one ends, and leave the outermost bound out",
    ),
    (
        r"Exactly one element of the metrics list",
        "set ReturnData: false in {0} for everything but the one that is watched",
    ),
    (
        r"Expression and MetricStat are mutually exclusive|neither an Expression nor a MetricStat",
        "give each item of Metrics in {0} either an Expression or a MetricStat",
    ),
    (r"MetricStat of (\S+) has no Stat", "add Stat, such as Average or Sum, to the MetricStat of {1} in {0}"),
    (r"The Id (\S+) is not valid", "write an Id in {0} that begins with a small letter, and use it in the Expression"),
    (r"The Id (\S+) is used more than once", "give each item of Metrics in {0} an Id of its own"),
    (
        r"Exactly two elements of the metrics list",
        "set ReturnData: true in {0} for the metric and its band, and ReturnData: false for the rest",
    ),
    (
        r"autoscaling actions not supported",
        "scale with another alarm that has a Threshold, and take the policy out of the actions of {0}",
    ),
    (r"Expression .* has no operator between (\S+) and (\S+)\.", "write an operator between {1} and {2} in {0}"),
    (r"Expression .* calls (\S+), which is no function \((\S+) is\)", "write {2} in place of {1} in {0}"),
    (r"Expression .* is not complete", "complete the Expression in {0}"),
    (r"Expression .* uses (\S+), which is no Id", "name an Id of the list in place of {1} in {0}"),
    (r"Maximum capacity cannot be less", "set MinCapacity of the action in {0} to at most its MaxCapacity"),
    (r"StartTime must be before EndTime", "write an EndTime after the StartTime in {0}"),
    (r"no capacity provider", "write FARGATE or FARGATE_SPOT in CapacityProviders of {0}"),
    (r"is not the ARN of an action", "name a topic or a scaling policy with !Ref in {0}"),
    (r"Adjustment type must be", "add AdjustmentType: ChangeInCapacity to {0}"),
    (r"single scaling policy configuration", "keep only the configuration that matches PolicyType in {0}"),
    (r"policy configuration must be", "add the configuration that matches PolicyType to {0}"),
    (r"Resource label should not", "leave ResourceLabel out of {0}"),
    (r"MetricSpecification", "give {0} one PredefinedMetricSpecification or CustomizedMetricSpecification"),
    (r"ScalableTargetAction|minimum capacity and maximum", "add MinCapacity or MaxCapacity to the action of {0}"),
    (r"Period must be 10", "set Period of {0} to 60, or a multiple of it"),
    (
        r"EvaluationPeriods \* Period",
        "keep EvaluationPeriods x Period of {0} within 86400 (604800 if Period is 3600 or more)",
    ),
    (r"is of more than 100 percent", "write a percentile of p100 at most, such as p99, in {0}"),
    (r"DatapointsToAlarm must", "set DatapointsToAlarm of {0} to at most EvaluationPeriods"),
    (r"valid Threshold parameter", "add Threshold to {0}"),
    (r"ScalableTarget' with identifier", "keep one scalable target for the service: remove {0}"),
    # Names
    (r"is not permitted in zone (\S+)\.\]", "write a name that ends with {1}, or name another hosted zone in {0}"),
    (r"not permitted at apex", "make {0} an alias: Type: A with AliasTarget"),
    (
        r"conflicting RRSet|conflicts with other records|Tried to create resource",
        "keep only one of the records with this name: remove {0} or the other",
    ),
    (r"with the same domain name", "give {0} another Name: the VPC already has a private hosted zone with this one"),
    (r"but found none in Change", "give {0} AliasTarget, or TTL and ResourceRecords"),
    (r"found more than one in Change", "keep AliasTarget, or TTL and ResourceRecords, in {0}"),
    (r"Missing field 'SetIdentifier'", "add a SetIdentifier of its own to {0}"),
    (r"not a valid IPv4 address", "write an IPv4 address in {0}, or use Type: CNAME or an AliasTarget for a name"),
    (r"enclosed in quotation marks", "write the value of {0} as '\"...\"'"),
    (r"not the PrimaryDomain", "use a DomainName that the certificate {0} covers"),
    (r"HealthCheckConfig can't", "replace HealthCheckConfig of {0} with HealthCheckCustomConfig"),
    (r"DnsConfig can't be", "leave DnsConfig out of {0}, or name a DNS namespace"),
    # Limits
    (r"contain exactly one target", "add NatGatewayId, GatewayId or another target to {0}"),
    (r"contain exactly one of destination", "add DestinationCidrBlock to {0}"),
    (r"only have '5' condition values", "keep five values in {0}, and move the others to a second rule"),
    (r"Max allowed length is '65536'", "move variables of {0} into a file in Amazon S3 or the Parameter Store"),
    (r"can't nest another parameter", "leave {{{{ and }}}} out of Value of {0}"),
    # Files, keys, images
    (r"encrypted parameter must", "set Encrypted: true in {0}"),
    (r"already exists in this AZ", "set SubnetId of {0} to a subnet of another Availability Zone, or remove {0}"),
    (r"cannot begin with alias/aws/", "choose a name such as alias/jobs for {0}"),
    (
        r"not allow you to update the key policy",
        "allow kms:* to !Sub arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:root in KeyPolicy of {0}",
    ),
    (
        r"KMS key does not exist or is not allowed to be used with Arn",
        "allow kms:Encrypt*, kms:Decrypt*, kms:ReEncrypt*, kms:GenerateDataKey* and kms:Describe* to Principal: "
        "{{ Service: !Sub logs.${{AWS::Region}}.amazonaws.com }} in the KeyPolicy of that key, for the ARN of {0}",
    ),
    (r"EnableKeyRotation property", "leave EnableKeyRotation out of {0}"),
    (r"Aliases must refer", "set TargetKeyId of {0} to !Ref of an AWS::KMS::Key"),
    (r"Invalid repository policy provided", "leave Resource out of RepositoryPolicyText of {0}"),
    (r"Lifecycle policy", "write LifecyclePolicyText of {0} as JSON with rules: rulePriority, selection and action"),
    (r"acl entry identified by", "give {0} a RuleNumber that no other entry in the same direction has"),
    (r"not associated with the cluster", "add the capacity provider to CapacityProviders of {0}"),
    (r"exceed quota for PolicySize|Maximum policy size", "split {0} into managed policies of up to 6,144 characters"),
    # The network
    (
        r"Value \(\S*:\S*\) for parameter destinationCidrBlock",
        "write DestinationIpv6CidrBlock instead of DestinationCidrBlock in {0}",
    ),
    (r"for parameter destinationCidrBlock is invalid", "write a block such as 10.0.0.0/16 in {0}"),
    (r"Rule number is out of range", "set RuleNumber of {0} from 1 to 32766"),
    (
        r"must contain the parameter portRange",
        "add PortRange: {{ From: 443, To: 443 }} with the ports that {0} is for, or set Protocol: -1",
    ),
    (r"exactly one target, and this one has (\w+) and (\w+)", "keep one of {1} and {2} in {0}"),
    (
        r"only supports interface and instance targets",
        "write the other network's block in DestinationCidrBlock of {0}; both can't have the same",
    ),
    (r"Private DNS is only supported", "leave PrivateDnsEnabled out of {0}"),
    (r"Invalid rule description", "write Description of {0} with letters, digits, spaces and ._-:/()#,@[]+=&;{{}}!$*"),
    (
        r"subnets with an associated IPv6 CIDR block",
        "give the subnets of {0} an Ipv6CidrBlock each, or set IpAddressType: ipv4",
    ),
    (r'Invalid id: "', "name the security group with !GetAtt GROUP.GroupId in {0}"),
    (
        r"route table \S+ and network gateway \S+ belong to different networks",
        "add DependsOn: the AWS::EC2::VPCGatewayAttachment to {0}",
    ),
    (r"Network \S+ has no Internet gateway attached", "add DependsOn: the AWS::EC2::VPCGatewayAttachment to {0}"),
    (r"VPC \S+ has no internet gateway", "attach an internet gateway to the VPC, and let {0} depend on its attachment"),
    (r"already has an internet gateway attached", "attach one internet gateway to a VPC: remove {0}"),
    (r"is already attached to network", "use an internet gateway of its own for each VPC"),
    (
        r"parameter cidrBlock is invalid|The CIDR '.*' is invalid",
        "give {0} a CidrBlock from /16 to /28 within the VPC's",
    ),
    (r"conflicts with another subnet|CIDR range conflicts", "give {0} a CidrBlock that overlaps no other"),
    (r"Subnets can currently only be created in .*: (.*)\.", "set AvailabilityZone of {0} to one of {1}"),
    (r"request must include the AllocationId", "add AllocationId: !GetAtt EIP.AllocationId to {0}"),
    (r"AllocationId cannot be specified", "leave AllocationId out of {0}, or set ConnectivityType: public"),
    (r"Elastic IP address \[.*\] is already associated", "give {0} an AWS::EC2::EIP of its own"),
    (r"route identified by (\S+) already exists", "keep one route for {1} in the route table: remove {0}"),
    (r"belong to different networks", "use subnets, route tables and security groups of one VPC in {0}"),
    (r"conflicts with an existing association", "associate the subnet with one route table: remove {0}"),
    (r"The (\w+) ID '(\S+)' does not exist", "refer to a {1} of the template with !Ref in {0}"),
    (r"does not exist in VPC|does not belong to VPC", "use one of the same VPC in {0}"),
    (r"security group '(\S+)' does not exist", "name a security group with !GetAtt GROUP.GroupId in {0}"),
    (r"specified rule .* already exists", "remove the duplicate rule from {0}"),
    (
        r"Exactly one of .* must be specified",
        "give each rule of {0} one source or destination: CidrIp, a security group or a prefix list",
    ),
    (r"Only one of .* can be specified", "give each rule of {0} one source or destination; write one rule for each"),
    (
        r"CIDR block (\S*) is malformed",
        "write CIDR blocks in {0} such as 10.0.0.0/16, or 203.0.113.7/32 for one address",
    ),
    (r"IP protocol. Unknown protocol", "set IpProtocol of {0} to tcp, udp, icmp, -1 or a protocol's number"),
    (
        r"Must specify both from and to ports|out of range|Invalid TCP/UDP port range",
        "set FromPort and ToPort of {0}, both from 0 to 65535 and FromPort no higher than ToPort",
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
    *ECS,
    # The load balancer
    (r"two different Availability Zones must be specified", "give {0} subnets in two Availability Zones"),
    (r"multiple subnets in the same Availability Zone", "give {0} one subnet of each Availability Zone"),
    (r"listener already exists on this port", "give {0} another Port"),
    (r"certificate must be specified", "add Certificates: [{{CertificateArn: !Ref CERTIFICATE}}] to {0}"),
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
    (r"must set in order to enable", "add the s3.bucket attribute to {0}, or turn the logs off"),
    (r"create an alias that targets \S+, type (\S+)", "write Type: A in {0}"),
    (r"cookie name", "add stickiness.app_cookie.cookie_name to {0}"),
    (r"must be in ARN format", "write an ARN in Resource of {0}, such as !Sub '${{Bucket.Arn}}/*', or \"*\""),
    (r"must contain actions", "add Action to each statement of {0}"),
    (r"must contain resources", "add Resource to each statement of {0}"),
    (r"SID", "give each statement of {0} a Sid of its own, of letters and digits"),
    (r"must be prefaced", "write each Action of {0} as service:Name, such as s3:GetObject"),
    (r"needs a TargetGroupArn", "add TargetGroupArn: !Ref TARGETGROUP to LoadBalancers of {0}"),
    (r"needs a TaskDefinition", "add TaskDefinition: !Ref TASKDEFINITION to {0}"),
    (r"must include the SubnetId", "add SubnetId: !Ref SUBNET to {0}"),
    (r"incompatible protocols", "set Protocol of the target group to HTTP or HTTPS (ALB), or to the listener's (NLB)"),
    (r"matcher HTTP code .* within '(\S+)'", "set Matcher.HttpCode of {0} within {1}, such as 200-399"),
    (r"can't be false for target groups", "leave preserve_client_ip.enabled out of {0}"),
    (
        r"requires a trust store arn",
        "add TrustStoreArn: !Ref TRUSTSTORE of an AWS::ElasticLoadBalancingV2::TrustStore",
    ),
    (r"Certificate ARN '\S+' is not valid", "set CertificateArn of {0} to !Ref CERTIFICATE"),
    (r"Health check protocol '\S+' must be", "set HealthCheckProtocol of {0} to HTTP or HTTPS"),
    (r"GRPC codes are only", "set ProtocolVersion: GRPC in {0}, or write HttpCode in place of GrpcCode"),
    (r"Health check paths are not supported", "leave HealthCheckPath out of {0}, or set HealthCheckProtocol: HTTP"),
    (r"Health check matchers are not supported", "leave Matcher out of {0}, or set HealthCheckProtocol: HTTP"),
    (r"SEARCH is not supported", "write the metric in MetricStat of {0}: an alarm takes no SEARCH expression"),
    *RIGHTS,
)


# Where one message is about several types.
_BY_TYPE: Mapping[str, Sequence[tuple[str, str]]] = {
    "AWS::EC2::VPC": (
        (r"parameter cidrBlock is invalid|The CIDR '.*' is invalid", "give {0} a CidrBlock from /16 to /28"),
    ),
    "AWS::EC2::VPCCidrBlock": ((r"The CIDR '.*' is invalid", "give {0} a CidrBlock from /16 to /28"),),
    "AWS::EC2::NetworkAclEntry": (
        (r"parameter cidrBlock is invalid", "write a block such as 10.0.0.0/16 in CidrBlock of {0}"),
    ),
}


def mend_of(resource: Resource, message: str, path: PropertyPath) -> str:
    """Something that one can type so that the API takes the resource."""
    if message == "Syntax errors in policy." and path and path[0] == "AssumeRolePolicyDocument":
        return f"write each statement of {resource.logical_id} with Effect, Principal and Action"
    found = first_of((*_BY_TYPE.get(resource.type, ()), *cre_mends_rare.TABLE, *BESIDE, *_TABLE, *VALUES), message)
    if found is not None:
        mend, groups = found
        return mend.format(resource.logical_id, *groups)
    thing = path_text((resource.logical_id, *path))
    return f"correct {thing} as the error message says"

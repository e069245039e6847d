"""What one can type for the rarer refusals: the same table as that of ``cre_mends``, asked first, for its patterns say
more exactly what is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

TABLE: Sequence[tuple[str, str]] = (
    # The task definition
    (r"EFS IAM authorization requires TransitEncryption", "set TransitEncryption: ENABLED in the EFS volume of {0}"),
    (r"TransitEncryptionPort requires", "set TransitEncryption: ENABLED in the EFS volume of {0}"),
    (
        r"EFS access point, the root directory",
        "leave RootDirectory out of the EFS volume of {0}: the access point has one",
    ),
    (r"Soft limit exceeds hard limit for ulimit (\S+)", "set SoftLimit of {1} in {0} to at most its HardLimit"),
    (
        r"awsfirelens log driver is specified",
        "add a container with FirelensConfiguration: {{Type: fluentbit}} to {0}, or set LogDriver: awslogs",
    ),
    (
        r"at least one container has to be configured with the awsfirelens",
        "set LogDriver: awsfirelens in LogConfiguration of a container of {0}, or leave FirelensConfiguration out",
    ),
    (r"port mapping name is already used", "give each port mapping of {0} a Name of its own"),
    (
        r"host port '(\d+)' is mapped multiple times",
        "keep one PortMapping with ContainerPort: {1} in {0}, and let one of its containers listen on another port",
    ),
    (
        r"used in more than one port mapping",
        "keep one PortMapping of that port in the container, and give the other protocol a port of its own",
    ),
    (r"Invalid 'containerPort' setting", "write the port from 1 to 65535 on which the container of {0} listens"),
    (r"several volumes configured at launch", "leave ConfiguredAtLaunch out of all but one of Volumes in {0}"),
    (r"Unknown container: '(.*)'", "name a container of {0} in SourceContainer, or add a container {1}"),
    (
        r"Proxy container \[(.*)\] does not exist",
        "set ProxyConfiguration.ContainerName of {0} to one of its containers",
    ),
    (
        r"At least one of 'memory' or 'memoryReservation'",
        'set Memory of {0} for the whole task, such as "512", or Memory of each container',
    ),
    (
        r"awslogs disallows options: awslogs-retention",
        "leave it out of Options of {0}, and set RetentionInDays of the log group",
    ),
    (r"awslogs disallows options: (\S+)", "leave {1} out of Options of {0}"),
    (r"maximum number of environment files", "put the variables of {0} into ten EnvironmentFiles or fewer"),
    (r"Container list cannot be empty", "add ContainerDefinitions with a Name and an Image to {0}"),
    (r"Volumes \[(.*)\] are not referenced", "add a MountPoint with SourceVolume: {1} to a container of {0}"),
    (r"Max allowed length is", "shorten {0}: move variables into EnvironmentFiles or parameters"),
    (
        r"(Links|Extra hosts|DNS servers|Disable Networking) (?:are|is) not supported",
        "leave it out of {0}: a task of Fargate has its own network interface and takes names from the VPC's DNS",
    ),
    (
        r"dockerVolumeConfiguration|sourcePath",
        "leave it out of the volume of {0}: on Fargate a volume needs only a Name, or EFSVolumeConfiguration",
    ),
    # The service
    (
        r"Placement (constraints|strategies) are not supported with FARGATE",
        "leave it out of {0}: Fargate spreads tasks over the zones of its subnets",
    ),
    (
        r"The volume (\S+) of \S+ is configured at launch",
        "add VolumeConfigurations to {0}: [{{ Name: {1}, "
        "ManagedEBSVolume: {{ RoleArn: !GetAtt ROLE.Arn, SizeInGiB: 20 }} }}]",
    ),
    (r"does not have a matching volume", "name a volume with ConfiguredAtLaunch: true in VolumeConfigurations of {0}"),
    (
        r"^(\S+) is for the strategy (\S+) alone",
        "write Strategy: {2} in {0}, or leave {1} out",
    ),
    (
        r"Service Connect needs the deployment controller",
        "leave ServiceConnectConfiguration out of {0}, or deploy it by ECS",
    ),
    (
        r"managed EBS volume configuration was invalid",
        "leave it out of ManagedEBSVolume of {0}, or write VolumeType: gp3",
    ),
    (r"needs SizeInGiB or SnapshotId", "add SizeInGiB: 20 to ManagedEBSVolume of {0}"),
    (
        r"log group name or S3 bucket name must be specified",
        "add LogConfiguration: {{ CloudWatchLogGroupName: "
        "!Ref LOGGROUP }} beside Logging of {0}, or write Logging: DEFAULT",
    ),
    (r"multiple capacity providers .* with a base value", "leave Base out of all but one provider in {0}"),
    (r"weight value greater than zero", "set Weight: 1 for a provider of CapacityProviderStrategy in {0}"),
    (r"capacity provider does not exist", "write CapacityProvider: FARGATE or FARGATE_SPOT in {0}"),
    (
        r"Specifying both a launch type",
        "leave LaunchType out of {0}: CapacityProviderStrategy says where its tasks run",
    ),
    (r"Desired count cannot be less than 0", "set DesiredCount of {0} to 0 or more"),
    (r"Creation of service was not idempotent", "give {0} another ServiceName, or leave it out"),
    (r"TaskDefinition must be blank", "leave TaskDefinition out of {0}: its task sets name theirs"),
    (r"LoadBalancers must be empty or null", "leave LoadBalancers out of {0}: its task sets name theirs"),
    (r"platform version must be null", "leave PlatformVersion out of {0}, or set LaunchType: FARGATE"),
    (r"Network Configuration is not valid for", "set NetworkMode: awsvpc in the task definition of {0}"),
    (r"Assign public IP is not supported", "set LaunchType: FARGATE in {0}, or leave AssignPublicIp out"),
    (r"Classic Load Balancers", "name a target group in TargetGroupArn of {0} instead of LoadBalancerName"),
    (r"IAM roles are only valid for services", "leave Role out of {0}"),
    (r"clientAliases exceeds the max limit", "keep one entry in ClientAliases of the service in {0}"),
    (r"The specified platform does not exist", "write PlatformVersion: LATEST in {0}"),
    (r"requested capabilities are not supported", "write PlatformVersion: LATEST in {0}"),
    # Load balancers
    (r"load_balancing.cross_zone.enabled", "leave load_balancing.cross_zone.enabled out of {0}"),
    (r"Attribute key '(\S+)' has been specified more than once", "keep one {1} in the attributes of {0}"),
    (r"subnets belong to different VPCs", "give {0} subnets of one VPC"),
    (r"target type 'lambda'", "leave Protocol, Port and VpcId out of {0}"),
    (r"VPC ID '(?!vpc-12345)(\S+)' is not found", "set VpcId of {0} to !Ref of an AWS::EC2::VPC"),
    (r"Load balancer '(\S+)' not found", "set LoadBalancerArn of {0} to !Ref of a load balancer"),
    (r"listeners not found", "set ListenerArn of {0} to !Ref of a listener"),
    (r"target groups not found", "set TargetGroupArn of {0} to !Ref of a target group"),
    (
        r"can only have '(\d+)' condition values",
        "keep {1} values in the Conditions of {0}; make another rule for the rest",
    ),
    (r"forward to at most (\d+) target groups", "keep {1} target groups in the action of {0}"),
    # The network
    (r"Elastic IP address '\S+' not found", "set AllocationId of {0} to !GetAtt EIP.AllocationId of an AWS::EC2::EIP"),
    (r"public IP or allocation id, but not both", "leave EIP out of {0} and keep AllocationId"),
    (
        r"route table \S+ and the endpoint belong to different VPCs",
        "name route tables of the endpoint's own VPC in {0}",
    ),
    # Queues
    (r"source queue ARNs only when", "set redrivePermission: byQueue in {0}, or leave sourceQueueArns out"),
    (r"between 1 and (\d+) source queue ARNs", "name 1 to {1} queues in sourceQueueArns of {0}"),
    (r"redrivePermission must be one of", "set redrivePermission of {0} to allowAll, denyAll or byQueue"),
    (r"Dead-letter target must be in same region", "name a queue of the stack's own region in {0}"),
    (r"address \S+ is not valid for this endpoint", "name the queues of {0} with !Ref, which gives their URLs"),
    # Roles and policies
    (
        r"Invalid ARN partition",
        "write the ARN in {0} with ${{AWS::Partition}}: !Sub arn:${{AWS::Partition}}:iam::aws:policy/NAME",
    ),
    (r"contain only one colon", "write each Action of {0} as service:Name, such as s3:GetObject"),
    (r"Action vendors", "name the service in each Action of {0}, such as s3:*"),
    (r"InstanceSessionsPerInstanceProfile", "name one role in Roles of {0}"),
    # Repositories, logs, secrets, parameters
    (r"Encryption key should not be set for AES256", "set EncryptionType: KMS in {0}, or leave KmsKey out"),
    (r"ExclusionFilters can't be null", "add ImageTagMutabilityExclusionFilters to {0}, or leave _WITH_EXCLUSION out"),
    (r"ExclusionFilters are not allowed", "leave ImageTagMutabilityExclusionFilters out of {0}"),
    (r"Duplicate priority in multiple rules", "give each rule in LifecyclePolicyText of {0} a rulePriority of its own"),
    (r"Only one rule can specify tagStatus=ANY", "keep one rule with tagStatus any in {0}"),
    (r"tagStatus=ANY must have the highest", "give the rule with tagStatus any the highest rulePriority in {0}"),
    (r"Must specify tagPrefixList or", 'add tagPatternList: ["*"] to the selection in {0}'),
    (r"only one of tagPrefixList or", "keep tagPatternList or tagPrefixList in the selection in {0}"),
    (r"Cannot specify (\w+) with tagStatus", "leave {1} out of the selection in {0}, or set tagStatus: tagged"),
    (
        r"repositoryName' failed|LifecyclePolicyText' failed",
        "write it as https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html has it in {0}",
    ),
    (r"^Invalid name. Must be a valid name", "write Name of {0} with letters, digits and /_+=.@- only"),
    (r"against allowedPattern: (.*)", "write a Value in {0} that matches {1}"),
    (r"characters (have been|of the desired type have been) excluded", "exclude fewer characters in {0}"),
    (r"PasswordLength must be from (\d+) to (\d+)", "set PasswordLength of {0} from {1} to {2}"),
    (r"Password length is too short", "set PasswordLength of {0} to 32"),
    (r"can't be prefixed with", "begin Name of {0} with something else than aws or ssm, with letters, digits and ./-_"),
    (r"fully qualified name", "begin Name of {0} with /"),
    (r"must not end with slash", "leave the slash at the end of Name of {0} out"),
    (
        r"Failed to parse SecretStringTemplate",
        'write SecretStringTemplate of {0} as a JSON object: \'{{"username": "app"}}\'',
    ),
    # HTTP APIs and who signs in to them
    (r"client does not have a client secret", "set GenerateSecret: true in {0}"),
    (
        r"along with code flow or implicit flow",
        "leave client_credentials out of AllowedOAuthFlows of {0}, and make a client of its own for it",
    ),
    (r"provided target group attribute is not supported", "remove this attribute from TargetGroupAttributes of {0}"),
    (
        r"AllowedOAuthFlows and AllowedOAuthScopes are required",
        "give {0} AllowedOAuthFlows and AllowedOAuthScopes, or set AllowedOAuthFlowsUserPoolClient: false",
    ),
    (r"has a route with the key (.+) already", "give {0} another RouteKey than {1}, or remove it"),
    (r"braces that don't stand around a part", "write {{name}} or, at the end, {{name+}} in RouteKey of {0}"),
    (r"AuthorizerId is missing", "write AuthorizerId: !Ref AUTHORIZER in {0}, or AuthorizationType: NONE"),
    (
        r"Issuer must have a valid discovery endpoint",
        "write Issuer: !Sub https://cognito-idp.${{AWS::Region}}.amazonaws.com/${{POOL}} in {0}",
    ),
    (r"is no identity source of an HTTP API", "write $request.header.Authorization in IdentitySource of {0}"),
    # Events, scaling, alarms
    (r"does not match the current region", "name a target of the stack's own region in {0}"),
    (r"not supported when launch type is EC2", "leave PlatformVersion out of {0}, or set LaunchType: FARGATE"),
    (r"size must be in between (\d+) and (\d+)", "name {1} to {2} of them in {0}"),
    (r"SqsParameters must be specified", "add SqsParameters: {{MessageGroupId: NAME}} to the target of {0}"),
    (r"MaximumWindowInMinutes must be provided", "add MaximumWindowInMinutes: 15 to FlexibleTimeWindow of {0}"),
    (r"\"(\S+)\" must be an object or an array", "write the values of {1} as a list in EventPattern of {0}"),
    (r"schedule group default", "give {0} another Name"),
    (r"Minimum adjustment magnitude", "leave MinAdjustmentMagnitude out of {0}, or scale by PercentChangeInCapacity"),
    (
        r"cannot be less than 0 when adjustment type",
        "write how many tasks are wanted in ScalingAdjustment of {0}: 0 or more",
    ),
    (r"StartTime must be before EndTime", "write an EndTime after the StartTime in {0}"),
    (r"matching the ThresholdMetricId", "set ThresholdMetricId of {0} to the Id of one of its Metrics"),
    (r"Expression and MetricStat are mutually exclusive", "keep Expression or MetricStat in each of Metrics of {0}"),
    (r"ComparisonOperators for ranges", "add ThresholdMetricId to {0}, or compare with GreaterThanThreshold"),
    (r"Too many (.*) in alarm, maximum is (\d+)", "name {2} {1} or fewer in {0}"),
    # Names
    (r"CNAME record can't be combined", "keep the A record alone in DnsConfig.DnsRecords of {0}"),
    (r"CNAME record requires the routing policy", "set DnsConfig.RoutingPolicy: WEIGHTED in {0}"),
    (r"Each type of record can be specified only once", "keep one record of each Type in DnsConfig of {0}"),
    (r"first domain name can be no longer than (\d+)", "set DomainName of {0} to a name of {1} characters or fewer"),
    (r"Encryption Algorithm \S+ is not supported", "set KeyAlgorithm of {0} to RSA_2048 or EC_prime256v1"),
    (r"not a valid IPv6 address", "write an IPv6 address in {0}, or use Type: A for an IPv4 address"),
    # Stores of data
    (r"are in different VPCs", "add DBSubnetGroupName to {0}, a group of subnets in the VPC of its security groups"),
    (r"^The cache is made in", "add CacheSubnetGroupName to {0}, a group of subnets in the VPC of its security groups"),
    (r"^The database has no engine", "add Engine to {0}, such as postgres or mysql"),
    (r"^The database has no instance class", "add DBInstanceClass to {0}, such as db.t4g.micro"),
    (r"^The parameter AllocatedStorage must", "add AllocatedStorage: 20 to {0}"),
    (r"^The database has no master user", "add MasterUsername to {0}"),
    (r"master user has no password", "add ManageMasterUserPassword: true to {0}"),
    (
        r"together with ManageMasterUserPassword",
        "keep ManageMasterUserPassword of {0}, and leave MasterUserPassword out",
    ),
    (r"Invalid DB engine", "set Engine of {0} to postgres, mysql, mariadb, aurora-postgresql or aurora-mysql"),
    (r"MasterUsername \S+ cannot be used", "choose another MasterUsername for {0}, such as dbadmin"),
    (r"no DB security group|not a DB security group", "write VPCSecurityGroups in place of DBSecurityGroups in {0}"),
    (r"AUTH token is only supported|User group based access", "set TransitEncryptionEnabled: true in {0}"),
    (r"When using automatic failover", "set NumCacheClusters of {0} to 2, or leave AutomaticFailoverEnabled out"),
    (r"MultiAZEnabled needs", "set AutomaticFailoverEnabled: true in {0}, or leave MultiAZEnabled out"),
    (
        r"You must specify exactly one subnet",
        "set ClusterConfig.ZoneAwarenessEnabled: true in {0}, or name one subnet",
    ),
    (r"specified when BillingMode is PROVISIONED", "set BillingMode: PAY_PER_REQUEST in {0}"),
    (r"BillingMode is PAY_PER_REQUEST", "leave ProvisionedThroughput out of {0}"),
    (r"None of the Replicas is in (\S+),", "add {{ Region: {1} }} to Replicas of {0}"),
    # State machines
    (r"it is not JSON: (.*)\.$", "correct the JSON in DefinitionString of {0}: {1}"),
    (r"it is no JSON object", "write {{ StartAt: ..., States: {{...}} }} in {0}"),
    (r"there is no StartAt at .*, such as (.*)\.$", "add StartAt: {1}, or the name of another state, in {0}"),
    (r"Missing 'Next' target: (.*?) at ([^,']*)", "name a state that there is at {2} of {0}, or add a state {1}"),
    # What stands within the states of a machine
    (r": (\w+) at (.+?) must be a number, and is a text", "write {1} at {2} in the definition of {0} without quotes"),
    (
        r": (\w+) at (.+?) must be a path, which begins with \$, and is ([A-Za-z_]\S*)\.$",
        "write $.{3} for {1} at {2} in the definition of {0}",
    ),
    (r": (\w+) at (.+?) must be a path, which", "write a path such as $.name for {1} at {2} in the definition of {0}"),
    (
        r"ErrorEquals at (.+?) must be a list .* the text (\S+)\.$",
        'write "ErrorEquals": ["{2}"] at {1} in the definition of {0}',
    ),
    (r"ErrorEquals at (.+?) must be", 'write "ErrorEquals": ["States.ALL"] at {1} in the definition of {0}'),
    (r"the catcher at (.+?) has no Next", "add Next with the state that goes on at {1} in the definition of {0}"),
    (r": (\w+) at (.+?) is \S+; it is one of (.*)\.$", "write {1} at {2} in the definition of {0} as one of {3}"),
    (
        r"the rule at (.+?) compares nothing",
        "compare at {1} in the definition of {0} with StringEquals, NumericEquals, IsPresent or another operator",
    ),
    (r"Field '(\w+)' is not supported at (.+?)'", "leave {1} out at {2} in the definition of {0}, or spell it right"),
    (r"the Wait at (.+?) takes one of", "write one of Seconds, SecondsPath, Timestamp and TimestampPath at {1} in {0}"),
    (r"there are no Choices at (.+?)\.$", "add Choices, each with a Next, at {1} in the definition of {0}"),
    (r"the state (.*) has Next and End, and may", "keep one of Next and End in the state {1} of {0}"),
    (
        r"HeartbeatSeconds at (.+?) must be smaller than TimeoutSeconds, which is (\d+)",
        "write HeartbeatSeconds below {2} at {1} in the definition of {0}",
    ),
    (r"ResultPath at (.+?) must be a Reference", "write a path such as $.result for ResultPath at {1} in {0}"),
    (r'State "(.*?)" is not reachable', "add a Next: {1} to another state of {0}, or remove {1}"),
    (r"the Resource \$\{(\S+?)\} at", "add {1} to DefinitionSubstitutions of {0}"),
    (r"there is no integration (\S+) at .*, but (\S+)\.$", "write {2} in place of {1} in {0}"),
    (r"there is no integration (\S+) at", "write ecs:runTask, ecs:runTask.sync or ecs:runTask.waitForTaskToken in {0}"),
    # File systems
    (r"Provisioned throughput must be set", "add ProvisionedThroughputInMibps to {0}, or set ThroughputMode: elastic"),
    (r"Provisioned throughput can't be set", "leave ProvisionedThroughputInMibps out of {0}"),
    (r"Elastic throughput is not available", "set PerformanceMode: generalPurpose in {0}"),
    (r"Unsupported performance mode", "leave PerformanceMode out of {0}: a file system in one zone has generalPurpose"),
    (r"Invalid Availability Zone Name", "set AvailabilityZoneName of {0} to a zone of the stack's region"),
    (r"File System Availability Zone does not match", "put {0} into a subnet of the file system's zone"),
    (r"does not fall within the subnet's address range", "leave IpAddress out of {0}"),
    (r"security groups per interface", "name five security groups or fewer in {0}"),
    (
        r"security groups specified do not exist",
        "name security groups of the template with !GetAtt GROUP.GroupId in {0}",
    ),
)

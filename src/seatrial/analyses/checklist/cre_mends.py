"""What one can type so that an API takes a resource: by the text with which it refuses it.

A table, of which the larger themes have files of their own. The first pattern that is found decides; ``{0}`` is the
resource at fault, ``{1}`` and so on the groups of the pattern. Without one the mend names the property.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatrial.analyses.checklist import cre_mends_rare
from seatrial.analyses.checklist.by_text import first_of
from seatrial.analyses.checklist.cre_mends_batch import BATCH
from seatrial.analyses.checklist.cre_mends_beside import BESIDE, VALUES
from seatrial.analyses.checklist.cre_mends_ecs import ECS
from seatrial.analyses.checklist.cre_mends_events import EVENTS
from seatrial.analyses.checklist.cre_mends_messages import MESSAGES
from seatrial.analyses.checklist.cre_mends_network import NETWORK, VPCS
from seatrial.analyses.checklist.cre_mends_rights import RIGHTS
from seatrial.analyses.checklist.cre_mends_scaling import SCALING
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
    *BATCH,
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
    *EVENTS,
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
    *MESSAGES,
    *SCALING,
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
    *VPCS,
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
    (r": (\w+) at \S+ is \S+, and must be at least (\d+)", "write {1} from {2} on in the definition of {0}"),
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

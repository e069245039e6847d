"""Whether a changed property can be changed in place, or makes CloudFormation create the resource anew.

A property that the provider schema calls create-only is fixed for the life of the resource; a change of it makes a new
one, with a new physical id. A resource whose name the template gives can't be replaced under that name, because the
old one still has it: CloudFormation then refuses the update.

Sources (read 2026-11-23):
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-resource-name.html
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown

# Each type's property that fixes its physical name. A task definition's Family is not one: a new revision of it is
# made.
NAME_PROPERTIES: Mapping[str, str] = {
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::EC2::SecurityGroup": "GroupName",
    "AWS::ECR::Repository": "RepositoryName",
    "AWS::ECS::CapacityProvider": "Name",
    "AWS::ECS::Cluster": "ClusterName",
    "AWS::ECS::Service": "ServiceName",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
    "AWS::Events::Rule": "Name",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::KMS::Alias": "AliasName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::SSM::Parameter": "Name",
    "AWS::Scheduler::Schedule": "Name",
    "AWS::Scheduler::ScheduleGroup": "Name",
    "AWS::SecretsManager::Secret": "Name",
}

# Create-only properties of the provider schemas (us-east-1, as cfn-lint 1.58.0 ships them).
_CREATE_ONLY: Mapping[str, tuple[str, ...]] = {
    "AWS::ApplicationAutoScaling::ScalableTarget": (
        "ResourceId",
        "ScalableDimension",
        "ServiceNamespace",
    ),
    "AWS::ApplicationAutoScaling::ScalingPolicy": (
        "PolicyName",
        "ResourceId",
        "ScalableDimension",
        "ScalingTargetId",
        "ServiceNamespace",
    ),
    "AWS::CertificateManager::Certificate": (
        "CertificateAuthorityArn",
        "CertificateExport",
        "DomainName",
        "DomainValidationOptions",
        "KeyAlgorithm",
        "SubjectAlternativeNames",
    ),
    "AWS::CloudWatch::Alarm": ("AlarmName",),
    "AWS::EC2::DHCPOptions": (
        "DomainName",
        "DomainNameServers",
        "Ipv6AddressPreferredLeaseTime",
        "NetbiosNameServers",
        "NetbiosNodeType",
        "NtpServers",
    ),
    "AWS::EC2::EIP": (
        "Address",
        "IpamPoolId",
        "NetworkBorderGroup",
        "TransferAddress",
    ),
    "AWS::EC2::EIPAssociation": (
        "AllocationId",
        "EIP",
        "InstanceId",
        "NetworkInterfaceId",
        "PrivateIpAddress",
    ),
    "AWS::EC2::NatGateway": (
        "AllocationId",
        "AvailabilityMode",
        "ConnectivityType",
        "PrivateIpAddress",
        "SubnetId",
        "VpcId",
    ),
    "AWS::EC2::NetworkAcl": ("VpcId",),
    "AWS::EC2::NetworkAclEntry": (
        "Egress",
        "NetworkAclId",
        "RuleNumber",
    ),
    "AWS::EC2::Route": (
        "DestinationCidrBlock",
        "DestinationIpv6CidrBlock",
        "DestinationPrefixListId",
        "RouteTableId",
    ),
    "AWS::EC2::RouteTable": ("VpcId",),
    "AWS::EC2::SecurityGroup": (
        "GroupDescription",
        "GroupName",
        "VpcId",
    ),
    "AWS::EC2::SecurityGroupEgress": (
        "CidrIp",
        "CidrIpv6",
        "DestinationPrefixListId",
        "DestinationSecurityGroupId",
        "FromPort",
        "GroupId",
        "IpProtocol",
        "ToPort",
    ),
    "AWS::EC2::SecurityGroupIngress": (
        "CidrIp",
        "CidrIpv6",
        "FromPort",
        "GroupId",
        "GroupName",
        "IpProtocol",
        "SourcePrefixListId",
        "SourceSecurityGroupId",
        "SourceSecurityGroupName",
        "SourceSecurityGroupOwnerId",
        "ToPort",
    ),
    "AWS::EC2::Subnet": (
        "AvailabilityZone",
        "AvailabilityZoneId",
        "CidrBlock",
        "Ipv4IpamPoolId",
        "Ipv4NetmaskLength",
        "Ipv6IpamPoolId",
        "Ipv6Native",
        "Ipv6NetmaskLength",
        "OutpostArn",
        "VpcId",
    ),
    "AWS::EC2::SubnetNetworkAclAssociation": (
        "NetworkAclId",
        "SubnetId",
    ),
    "AWS::EC2::SubnetRouteTableAssociation": (
        "RouteTableId",
        "SubnetId",
    ),
    "AWS::EC2::VPC": (
        "CidrBlock",
        "Ipv4IpamPoolId",
        "Ipv4NetmaskLength",
        "VpcEncryptionControl",
    ),
    "AWS::EC2::VPCCidrBlock": (
        "AmazonProvidedIpv6CidrBlock",
        "CidrBlock",
        "Ipv4IpamPoolId",
        "Ipv4NetmaskLength",
        "Ipv6CidrBlock",
        "Ipv6CidrBlockNetworkBorderGroup",
        "Ipv6IpamPoolId",
        "Ipv6NetmaskLength",
        "Ipv6Pool",
        "VpcId",
    ),
    "AWS::EC2::VPCDHCPOptionsAssociation": (
        "DhcpOptionsId",
        "VpcId",
    ),
    "AWS::EC2::VPCEndpoint": (
        "DnsOptions/PrivateDnsPreference",
        "DnsOptions/PrivateDnsSpecifiedDomains",
        "ResourceConfigurationArn",
        "ServiceName",
        "ServiceNetworkArn",
        "ServiceRegion",
        "VpcEndpointType",
        "VpcId",
    ),
    "AWS::EC2::VPCGatewayAttachment": ("VpcId",),
    "AWS::ECR::Repository": (
        "EncryptionConfiguration",
        "EncryptionConfiguration/EncryptionType",
        "EncryptionConfiguration/KmsKey",
        "RepositoryName",
    ),
    "AWS::ECS::CapacityProvider": (
        "AutoScalingGroupProvider/AutoScalingGroupArn",
        "ClusterName",
        "Name",
    ),
    "AWS::ECS::Cluster": ("ClusterName",),
    "AWS::ECS::ClusterCapacityProviderAssociations": ("Cluster",),
    "AWS::ECS::Service": (
        "Cluster",
        "Role",
        "SchedulingStrategy",
        "ServiceName",
    ),
    "AWS::ECS::TaskDefinition": (
        "ContainerDefinitions",
        "Cpu",
        "EnableFaultInjection",
        "EphemeralStorage",
        "ExecutionRoleArn",
        "Family",
        "InferenceAccelerators",
        "IpcMode",
        "Memory",
        "NetworkMode",
        "PidMode",
        "PlacementConstraints",
        "ProxyConfiguration",
        "RequiresCompatibilities",
        "RuntimePlatform",
        "TaskRoleArn",
        "Volumes",
    ),
    "AWS::ECS::TaskSet": (
        "CapacityProviderStrategy",
        "Cluster",
        "ExternalId",
        "LaunchType",
        "LoadBalancers",
        "NetworkConfiguration",
        "PlatformVersion",
        "Service",
        "ServiceRegistries",
        "TaskDefinition",
    ),
    "AWS::EFS::AccessPoint": (
        "ClientToken",
        "FileSystemId",
        "PosixUser",
        "PosixUser/Gid",
        "PosixUser/SecondaryGids",
        "PosixUser/Uid",
        "RootDirectory",
        "RootDirectory/CreationInfo",
        "RootDirectory/CreationInfo/OwnerGid",
        "RootDirectory/CreationInfo/OwnerUid",
        "RootDirectory/CreationInfo/Permissions",
        "RootDirectory/Path",
    ),
    "AWS::EFS::FileSystem": (
        "AvailabilityZoneName",
        "Encrypted",
        "KmsKeyId",
        "PerformanceMode",
    ),
    "AWS::EFS::MountTarget": (
        "FileSystemId",
        "IpAddress",
        "IpAddressType",
        "Ipv6Address",
        "SubnetId",
    ),
    "AWS::ElasticLoadBalancingV2::Listener": ("LoadBalancerArn",),
    "AWS::ElasticLoadBalancingV2::ListenerCertificate": ("ListenerArn",),
    "AWS::ElasticLoadBalancingV2::ListenerRule": ("ListenerArn",),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        "Name",
        "Scheme",
        "Type",
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": (
        "IpAddressType",
        "Name",
        "Port",
        "Protocol",
        "ProtocolVersion",
        "TargetType",
        "VpcId",
    ),
    "AWS::Events::Rule": ("Name",),
    "AWS::IAM::InstanceProfile": (
        "InstanceProfileName",
        "Path",
    ),
    "AWS::IAM::ManagedPolicy": (
        "Description",
        "ManagedPolicyName",
        "Path",
    ),
    "AWS::IAM::Role": (
        "Path",
        "RoleName",
    ),
    "AWS::IAM::RolePolicy": (
        "PolicyName",
        "RoleName",
    ),
    "AWS::IAM::ServiceLinkedRole": (
        "AWSServiceName",
        "CustomSuffix",
    ),
    "AWS::KMS::Alias": ("AliasName",),
    "AWS::Logs::LogGroup": ("LogGroupName",),
    "AWS::Route53::HostedZone": (
        "DelegationSetId",
        "Name",
    ),
    "AWS::Route53::RecordSet": (
        "HostedZoneId",
        "HostedZoneName",
    ),
    "AWS::Route53::RecordSetGroup": (
        "HostedZoneId",
        "HostedZoneName",
    ),
    "AWS::SQS::Queue": (
        "FifoQueue",
        "QueueName",
    ),
    "AWS::SSM::Parameter": ("Name",),
    "AWS::Scheduler::Schedule": ("Name",),
    "AWS::Scheduler::ScheduleGroup": ("Name",),
    "AWS::SecretsManager::ResourcePolicy": ("SecretId",),
    "AWS::SecretsManager::Secret": ("Name",),
    "AWS::SecretsManager::SecretTargetAttachment": ("SecretId",),
    "AWS::ServiceDiscovery::HttpNamespace": ("Name",),
    "AWS::ServiceDiscovery::PrivateDnsNamespace": (
        "Name",
        "Vpc",
    ),
    "AWS::ServiceDiscovery::PublicDnsNamespace": ("Name",),
    "AWS::ServiceDiscovery::Service": (
        "HealthCheckCustomConfig",
        "Name",
        "NamespaceId",
        "Type",
    ),
}


def replaces(type: str, path: PropertyPath) -> bool:
    """Whether a change at this property path (of a single value) makes a new resource."""
    names = tuple(part for part in path if isinstance(part, str))
    for fixed in _CREATE_ONLY.get(type, ()):
        parts = tuple(part for part in fixed.split("/") if part != "*")
        if names[: len(parts)] == parts:
            return True
    return False


def custom_name(resource: Resource) -> str:
    """The physical name that the template gives; "" where CloudFormation makes one up."""
    name = resource.get(NAME_PROPERTIES.get(resource.type, ""))
    return name if isinstance(name, str) and not isinstance(name, Unknown) else ""

"""What one can type where EC2 refuses gateways, blocks of IPv6, prefix lists, DHCP options and the like.

Parts of the table of ``cre_mends``, with the same forms. ``VPCS``, of what nearly every VPC has, fits more texts and
comes later.
"""

from __future__ import annotations

from collections.abc import Sequence

NETWORK: Sequence[tuple[str, str]] = (
    (r"Cannot set enable-dns64", "give {0} an Ipv6CidrBlock, or leave EnableDns64 out"),
    (
        r"for parameter (?:destinationIpv6|ipv6)CidrBlock is invalid",
        "write a block of IPv6 such as ::/0 in {0}, or the block of IPv4 in its own property",
    ),
    (
        r"virtual private gateway \S+ is not attached",
        "add an AWS::EC2::VPCGatewayAttachment with the VpnGatewayId and the VpcId, and let {0} depend on it",
    ),
    (r"has a virtual private gateway already", "attach one virtual private gateway to a VPC: remove {0}"),
    (r"and gateway \S+ belong to different networks", "name a gateway of the route table's VPC in {0}"),
    (r"only to endpoints of Gateway Load Balancers", "remove {0}: interface endpoints answer by their names"),
    (r"is not of the VPC", "name subnets of its VpcId in SubnetIds of {0}"),
    (r"Duplicate Subnets for same AZ", "name one subnet of each Availability Zone in SubnetIds of {0}"),
    (r"non-deleted Transit Gateway Attachments", "remove {0}: one attachment has all subnets of a VPC"),
    (r"The CIDR '.*' is restricted", "give {0} a block of the same private range as the VPC's first one"),
    (r"An attachment is of one gateway", "make an attachment of its own for each gateway, and leave one out of {0}"),
    (r"NAT gateway needs a subnet with IPv4", "write SubnetId: !Ref of a public subnet with a CidrBlock in {0}"),
    (r"A regional NAT gateway needs", "give {0} the VpcId of the VPC"),
    (r"entry for ICMP needs", "add Icmp: {{ Type: -1, Code: -1 }} to {0}"),
    (r"is reserved for services of AWS", "remove {0}"),
    (r"is no gateway: GatewayId", "write GatewayId: !Ref of the AWS::EC2::InternetGateway in {0}"),
    (r"already has a route with destination-prefix-list-id", "remove {0}: one gateway endpoint serves a route table"),
    (r"DHCP options need at least one", "add DomainNameServers: [AmazonProvidedDNS] to {0}"),
    (r"at most 4 DomainNameServers", "leave four servers in DomainNameServers of {0}"),
    (r"is neither an address nor AmazonProvidedDNS", "write AmazonProvidedDNS, or the server's address, in {0}"),
    (r"The dhcpOption ID", "write DhcpOptionsId: !Ref of an AWS::EC2::DHCPOptions in {0}"),
    (r"have overlapping CIDR blocks", "give one of the VPCs another CidrBlock: VPCs that overlap can't be peered"),
    (r"DeliverLogsPermissionArn can't be empty", "give {0} a role that vpc-flow-logs.amazonaws.com may assume"),
    (r"route table of a gateway", "use a route table of its own for the gateway: {0} belongs to another one"),
    (r"Must specify a max size", "write MaxEntries of {0} from 1 to 1000"),
    (r"name of a prefix list", "write another PrefixListName in {0}"),
    (r"is no block of (\S+)\.", "write a block of {1} in {0}, or set its AddressFamily to the other one"),
    (r"assign-ipv6-address-on-creation", "give {0} an Ipv6CidrBlock, or leave AssignIpv6AddressOnCreation out"),
    (r"has IPv6 addresses alone, and no CidrBlock", "leave CidrBlock out of {0}, or Ipv6Native"),
    (r"A subnet needs a CidrBlock", "give {0} a CidrBlock within the VPC's, or set Ipv6Native: true"),
    (r"can't have a block of IPv6 of", "write 64 as the last argument of Fn::Cidr in {0}"),
    (r"CIDR conflicts with that of another subnet", "choose a block of Fn::Cidr for {0} that no other subnet has"),
    (
        r"parameter ipv6-cidr-block",
        "write a block of /64 within the VPC's: !Select [0, !Cidr [!Select [0, !GetAtt VPC.Ipv6CidrBlocks], 256, 64]]",
    ),
    (
        r"The IPv6 CIDR '.*' is invalid",
        "add an AWS::EC2::VPCCidrBlock that has it, and let {0} depend on that; or write a block within the VPC's own",
    ),
    (r"The IPv6 CIDR '.*' conflicts", "give {0} a block of IPv6 of its own"),
    (
        r"IpAddressType (\S+) needs subnets with (\S+) addresses, and (\S+) has none",
        "leave {3} out of SubnetIds of {0}, or write another IpAddressType",
    ),
    (
        r"associate an IPv6 target group with a load balancer",
        "set IpAddressType: dualstack in the load balancer of {0}, or leave IpAddressType out of the target group",
    ),
)

VPCS: Sequence[tuple[str, str]] = (
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
    (
        r"The (\w+) ID '(\S+)' does not exist",
        "name another {1} in {0}: one of the template with !Ref, or the ID of one that exists",
    ),
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
    (r"needs the GroupId of the security group", "add GroupId: !GetAtt GROUP.GroupId to {0}"),
    (r"An attachment needs the InternetGatewayId", "add InternetGatewayId: !Ref GATEWAY to {0}"),
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
)

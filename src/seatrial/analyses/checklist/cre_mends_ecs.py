"""What mends the refusals of task definitions and services; part of the table of ``cre_mends``."""

from __future__ import annotations

from collections.abc import Sequence

ECS: Sequence[tuple[str, str]] = (
    # The task definition
    (
        r"^Role is not valid",
        "write !GetAtt ROLE.Arn, or arn:aws:iam::ACCOUNT:role/NAME with an account of 12 digits, in {0}",
    ),
    (
        r"No Fargate configuration exists for given values: (\S+) CPU, (\S+) memory",
        "set Memory of {0} for its Cpu: 256: 512-2048, 512: 1024-4096, 1024: 2048-8192, 2048: 4096-16384",
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
    (r"needs the name of a container", "add ContainerName and ContainerPort to LoadBalancers of {0}"),
    (r"Container names must be unique", "give each container of {0} a Name of its own"),
    (r"doesn't have any essential container", "set Essential: true for a container of {0}"),
    (r"Cannot depend on container (\S+) because", "name a container of {0} in DependsOn; {1} is none"),
    (r"form a circle", "take one of these out of DependsOn of {0}"),
    (r"HEALTHY condition must have health check", "add a HealthCheck to that container of {0}, or wait for START"),
    (r"SUCCESS or COMPLETE condition cannot be an essential", "set Essential: false for that container of {0}"),
    (
        r"'memory' setting for container .* greater than for the task|sum of all container 'cpu'",
        "lower the container's value, or raise Cpu and Memory of {0}",
    ),
    (r"'memory' must be greater than or equal to", "set MemoryReservation of the container below its Memory"),
    (
        r"not a valid log driver|Log driver",
        "use awslogs with awslogs-group, awslogs-region and awslogs-stream-prefix in {0}",
    ),
    (r"awslogs-stream-prefix", "add awslogs-stream-prefix to Options of the container's LogConfiguration in {0}"),
    (r"requires options: awslogs-group", "add awslogs-group: !Ref LOGGROUP to Options in {0}"),
    (r"Duplicate secret names found: (\S+)\. ", "give one of the two {1} in Secrets of {0} another Name"),
    (r"Invalid 'containerPortRange' setting", "write the smaller port first in ContainerPortRange of {0}"),
    (r"container port is used multiple times", "map each port of {0} once"),
    (r"secret name must be unique", "give the variable one value in {0}: in Environment or in Secrets"),
    (
        r"'healthCheck.(\w+)' setting .* between (\S+ and \S+)",
        "set {1} in the container's HealthCheck to a value between {2}",
    ),
    (r"Unknown volume '(.*)'", "add {1} to Volumes of {0}, or take the mount out"),
    (r"EphemeralStorage size should be at (least|most) (\d+)", "set EphemeralStorage.SizeInGiB of {0} to at {1} {2}"),
    (r"timeout of less than", "set StopTimeout and StartTimeout of the containers of {0} to at most 120"),
    (r"CPU architecture ARM64 is not supported", "set CpuArchitecture: X86_64 in {0}"),
    (r"daemon scheduling strategy does not support a desired", "leave DesiredCount out of {0}"),
    (r"daemon scheduling strategy does not support values", "set MaximumPercent of {0} to 100"),
    (r"does not support DAEMON", "leave AvailabilityZoneRebalancing out of {0}"),
    (
        r"Fargate.* not support|not supported .*(Fargate|awsvpc)|not allowed on Fargate|privileged|Unsupported field",
        "remove it from {0}: Fargate does not support it",
    ),
    (
        r"image repository should not be null|image contains invalid",
        "give the container of {0} an Image such as repository:tag",
    ),
    (r"Too many containers", "split {0}: a task has ten containers at most"),
    # The service
    (
        r"does not have an associated load balancer",
        "add DependsOn: the listener or rule that forwards to the target group to {0}",
    ),
    (r"Cluster not found", "set Cluster of {0} to !Ref of an AWS::ECS::Cluster"),
    (r"TaskDefinition not found", "set TaskDefinition of {0} to !Ref of an AWS::ECS::TaskDefinition"),
    (r"Specifying both a launch type", "keep LaunchType or CapacityProviderStrategy of {0}, not both"),
    (r"does not support launch_type FARGATE", "add FARGATE to RequiresCompatibilities of the task definition"),
    (r"cannot be 100 as this will block", "set MaximumPercent of {0} above 100, or MinimumHealthyPercent below 100"),
    (r"minimumHealthyPercent must be at most", "set MinimumHealthyPercent of {0} to at most 100"),
    (r"maximumPercent must be at least", "set MaximumPercent of {0} to at least 100"),
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
        "set ContainerName in {0} to a container of the task definition, not {1}",
    ),
    (r"target group (\S+) could not be found", "set TargetGroupArn of {0} to !Ref of a target group"),
    (r"has target type (\S+), which is", "set TargetType: ip in the target group of {0}"),
    (r"portName\((.*)\) does not refer", "give a port mapping the Name {1}, or set another PortName in {0}"),
    (r"IAM role for services that require", "leave Role out of {0}"),
    (r"at most (\d+) items", "use at most {1} in {0}"),
    (r"service requires an Application Load Balancer", "add LoadBalancers to {0}, or use another DeploymentController"),
)

"""What one can type so that AWS Batch, or EventBridge for it, takes a resource. Part of the table of ``cre_mends``."""

from __future__ import annotations

from collections.abc import Sequence

BATCH: Sequence[tuple[str, str]] = (
    ("needs an executionRoleArn", "add ExecutionRoleArn to ContainerProperties of {0}"),
    (
        r"^(Vcpus|Memory) is not applicable for Fargate",
        "leave {1} out of {0}, and write it as an entry of ResourceRequirements, with Type: VCPU or MEMORY",
    ),
    (r"^GPU is not applicable for Fargate", "leave Type: GPU out of ResourceRequirements of {0}"),
    (r"^(\w+) is not applicable for Fargate", "leave {1} out of {0}"),
    (r"vCPU is not provided", 'add {{ Type: VCPU, Value: "1" }} to ResourceRequirements of {0}'),
    (r"^Memory is not provided", 'add {{ Type: MEMORY, Value: "2048" }} to ResourceRequirements of {0}'),
    (r"^Fargate resource requirements", "write one of Fargate's sizes in ResourceRequirements of {0}"),
    (r"Compute resources of Fargate need (\w+)", "add {1} to ComputeResources of {0}"),
    (r"environments can't be mixed", "name compute environments of one kind in ComputeEnvironmentOrder of {0}"),
    ("is not a compute environment", "name an AWS::Batch::ComputeEnvironment there, by Ref, in {0}"),
    (r"BatchParameters must be specified", "add BatchParameters with JobDefinition and JobName to the target of {0}"),
    (r"ArrayProperties is not valid", "write a Size from 2 to 10000 in ArrayProperties of {0}"),
    (r"RetryStrategy is not valid", "write Attempts from 1 to 10 in RetryStrategy of {0}"),
)

"""What mends the refusals of roles, policies, log groups and secrets; part of the table of ``cre_mends``."""

from __future__ import annotations

from collections.abc import Sequence

RIGHTS: Sequence[tuple[str, str]] = (
    (
        r"invalid principal: \"STAR\"",
        "name who may assume the role of {0}, such as Principal: {{ Service: ecs-tasks.amazonaws.com }}",
    ),
    (r"Paths beginning with", "write another Path in {0}, such as /, or leave it out"),
    # Roles, logs, secrets
    (r"a statement has (\w+) and (\w+), and takes one", "leave {1} or {2} out of that statement of {0}"),
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
        "use an existing managed policy in {0}, such as "
        "!Sub arn:${{AWS::Partition}}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    ),
    (r"role with name (\S+) cannot be found", "set Roles of {0} to !Ref of a role"),
    (r"ScalingPolicy' .* already exists", "give {0} another PolicyName"),
    (r"already exists", "choose another name for {0}, or leave it out so that CloudFormation generates one"),
    (
        r"retentionInDays",
        "set RetentionInDays of {0} to 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or another that "
        "CloudWatch Logs has",
    ),
    (r"either SecretString or GenerateSecretString", "keep only one of SecretString and GenerateSecretString in {0}"),
    (r"must both be set or removed", "give {0} both SecretStringTemplate and GenerateStringKey"),
)

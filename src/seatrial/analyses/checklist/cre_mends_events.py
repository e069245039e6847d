"""What mends the refusals of schedules, rules and their targets; part of the table of ``cre_mends``."""

from __future__ import annotations

from collections.abc import Sequence

EVENTS: Sequence[tuple[str, str]] = (
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
)

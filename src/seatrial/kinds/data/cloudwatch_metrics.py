"""Names of CloudWatch metrics that services and what they work for have.

Sources (read 2026-11-23 and 2026-11-29):
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
"""

from __future__ import annotations

from collections.abc import Mapping

# What a state machine calls.
_CALLED = ("LambdaFunction", "ServiceIntegration")
# Names that are written with other capitals than CloudWatch's, which knows the difference.
SPELT: Mapping[str, tuple[str, ...]] = {
    "AWS/ECS": ("CPUUtilization", "MemoryUtilization", "CPUReservation", "MemoryReservation"),
    "AWS/ApplicationELB": (
        "ActiveConnectionCount",
        "HealthyHostCount",
        "UnHealthyHostCount",
        "HTTPCode_ELB_4XX_Count",
        "HTTPCode_ELB_5XX_Count",
        "HTTPCode_Target_2XX_Count",
        "HTTPCode_Target_3XX_Count",
        "HTTPCode_Target_4XX_Count",
        "HTTPCode_Target_5XX_Count",
        "RejectedConnectionCount",
        "RequestCount",
        "RequestCountPerTarget",
        "TargetConnectionErrorCount",
        "TargetResponseTime",
    ),
    "AWS/NetworkELB": ("ActiveFlowCount", "HealthyHostCount", "UnHealthyHostCount"),
    "AWS/SQS": (),
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html (read 2026-11-30)
    "AWS/Events": (
        "DeadLetterInvocations",
        "Events",
        "FailedInvocations",
        "IngestionToInvocationCompleteLatency",
        "IngestionToInvocationStartLatency",
        "IngestionToInvocationSuccessLatency",
        "InvocationAttempts",
        "Invocations",
        "InvocationsCreated",
        "InvocationsFailedToBeSentToDlq",
        "InvocationsSentToDlq",
        "MatchedEvents",
        "PutEventsApproximateCallCount",
        "PutEventsApproximateFailedCount",
        "PutEventsApproximateSuccessCount",
        "PutEventsApproximateThrottledCount",
        "PutEventsEntriesCount",
        "PutEventsFailedEntriesCount",
        "PutEventsLatency",
        "PutEventsRequestSize",
        "RetryInvocationAttempts",
        "SuccessfulInvocationAttempts",
        "ThrottledRules",
        "TriggeredRules",
    ),
    # https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html and
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/appinsights-metrics-step-functions.html (read
    # 2026-11-30)
    "AWS/States": (
        *("ExecutionThrottled", "ExecutionTime", "ExecutionsAborted", "ExecutionsFailed", "ExecutionsStarted"),
        *("ExecutionsSucceeded", "ExecutionsTimedOut"),
        *(f"Activit{end}" for end in ("yRunTime", "yScheduleTime", "yTime", "iesFailed", "iesHeartbeatTimedOut")),
        *(f"Activities{end}" for end in ("Scheduled", "Started", "Succeeded", "TimedOut")),
        *(f"{of}{end}" for of in _CALLED for end in ("RunTime", "ScheduleTime", "Time")),
        *(f"{of}s{end}" for of in _CALLED for end in ("Failed", "Scheduled", "Started", "Succeeded", "TimedOut")),
        *("ConsumedCapacity", "ProvisionedBucketSize", "ProvisionedRefillRate", "ThrottledEvents"),
    ),
}
OF_QUEUES = frozenset(
    {
        "ApproximateAgeOfOldestMessage",
        "ApproximateAgeOfOldestMessageInQuietGroups",
        "ApproximateNumberOfGroupsWithInflightMessages",
        "ApproximateNumberOfMessagesDelayed",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesVisible",
        "ApproximateNumberOfMessagesVisibleInQuietGroups",
        "ApproximateNumberOfNoisyGroups",
        "NumberOfDeduplicatedSentMessages",
        "NumberOfEmptyReceives",
        "NumberOfMessagesDeleted",
        "NumberOfMessagesReceived",
        "NumberOfMessagesSent",
        "SentMessageSize",
    }
)
# What only Container Insights counts.
OF_INSIGHTS = frozenset(
    {
        "CpuReserved",
        "CpuUtilized",
        "DeploymentCount",
        "DesiredTaskCount",
        "MemoryReserved",
        "MemoryUtilized",
        "PendingTaskCount",
        "RunningTaskCount",
        "ServiceCount",
        "TaskCount",
        "TaskSetCount",
    }
)
# Of these Container Insights counts the first for services, with the dimensions ClusterName and ServiceName, and the
# others for clusters, with ClusterName alone (the same page, read 2026-11-30).
OF_ONE_SERVICE = frozenset(
    {"DeploymentCount", "DesiredTaskCount", "PendingTaskCount", "RunningTaskCount", "TaskSetCount"}
)
OF_ONE_CLUSTER = frozenset({"ContainerInstanceCount", "ServiceCount", "TaskCount"})
# What a load balancer itself answers and accepts has no target group: "Dimensions" of each metric on the page of
# Elastic Load Balancing (read 2026-11-30). The names begin so.
OF_NO_GROUP = ("HTTPCode_ELB_", "ActiveConnectionCount", "NewConnectionCount", "RejectedConnectionCount")
# More that the namespace of Container Insights has for ECS. The list isn't whole, and wasn't held against the page
# again: it serves to recognise a name that is nearly one of these, and nothing else is told to be missing.
IN_INSIGHTS = OF_INSIGHTS | {
    "ContainerInstanceCount",
    "EBSFilesystemSize",
    "EBSFilesystemUtilized",
    "EphemeralStorageReserved",
    "EphemeralStorageUtilized",
    "NetworkRxBytes",
    "NetworkTxBytes",
    "RestartCount",
    "StorageReadBytes",
    "StorageWriteBytes",
    "UnHealthyContainerHealthStatus",
}
# Attributes of a queue, which are asked for at SQS and are no metrics.
QUEUE_ATTRIBUTES = frozenset({"ApproximateNumberOfMessages"})
# By which dimensions a namespace publishes its metrics, where the list is short.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html,
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html (Service Connect's as well),
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html#load-balancer-metric-dimensions-alb,
# https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html,
# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html,
# https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html (all read 2026-11-30)
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "AWS/SQS": ("QueueName",),
    "AWS/ApplicationELB": ("LoadBalancer", "TargetGroup", "AvailabilityZone", "DNSName", "Target"),
    "AWS/NetworkELB": ("LoadBalancer", "TargetGroup", "AvailabilityZone"),
    "AWS/ECS": (
        *("ClusterName", "ServiceName", "DiscoveryName", "TargetDiscoveryName", "VolumeName", "VolumeId", "TaskId"),
        *("CapacityProviderName", "TaskDefinitionFamily", "ServiceArn", "ContainerName"),
    ),
    "AWS/SNS": ("TopicName", "Application", "Application,Platform", "Country", "Platform", "SMSType", "Protocol"),
    "AWS/Lambda": (
        *("FunctionName", "Resource", "ExecutedVersion", "EventSourceMappingUUID", "FunctionVersion", "Alias"),
    ),
}

"""What events of AWS services look like on EventBridge, as far as rules for tasks are made of it.

Sources (read 2026-11-29): https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html (the fields
that every event has), https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-s3.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html,
https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
"""

from __future__ import annotations

from collections.abc import Mapping

FIELDS = ("version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail", "replay-name")
# By source, the kinds of events that the service itself sends. CloudTrail's events of it come beside them.
DETAIL_TYPES: Mapping[str, tuple[str, ...]] = {
    "aws.s3": (
        "Async Copy Completion",
        "Object Created",
        "Object Deleted",
        "Object Restore Initiated",
        "Object Restore Completed",
        "Object Restore Expired",
        "Object Tags Added",
        "Object Tags Deleted",
        "Object ACL Updated",
        "Object Storage Class Changed",
        "Object Access Tier Changed",
    ),
    "aws.ecs": (
        "ECS Task State Change",
        "ECS Container Instance State Change",
        "ECS Service Action",
        "ECS Deployment State Change",
    ),
    "aws.ecr": (
        "ECR Image Action",
        "ECR Image Scan",
        "ECR Pull Through Cache Action",
        "ECR Scan Resource Change",
        "ECR Replication Action",
    ),
}
# Names of services that their events don't have as a source.
NO_SOURCES: Mapping[str, str] = {
    "aws.simplestorage": "aws.s3",
    "aws.simplestorageservice": "aws.s3",
    "aws.s3bucket": "aws.s3",
    "aws.elasticcontainerservice": "aws.ecs",
    "aws.ecs-tasks": "aws.ecs",
    "aws.fargate": "aws.ecs",
    "aws.elasticcontainerregistry": "aws.ecr",
}
# What people write in the detail of an event of S3 for its object's key.
NO_KEYS = ("key", "Key", "keys", "name", "Name", "object-key", "objectKey", "object_key", "prefix")
# What S3 calls the same in a bucket's notifications, which isn't what the event is called.
OF_NOTIFICATIONS: Mapping[str, str] = {
    "objectcreated": "Object Created",
    "objectremoved": "Object Deleted",
    "objectrestore": "Object Restore Completed",
    "objecttagging": "Object Tags Added",
    "objectacl": "Object ACL Updated",
}
# Calls of S3 that CloudTrail calls by these names, and what S3's own event of them is called.
OF_CALLS: Mapping[str, str] = {
    "putobject": "Object Created",
    "postobject": "Object Created",
    "copyobject": "Object Created",
    "completemultipartupload": "Object Created",
    "deleteobject": "Object Deleted",
    "deleteobjects": "Object Deleted",
}
# What the detail of S3's own events has, and what is in it.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html (read 2026-11-30)
OBJECT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "version": (),
    "bucket": ("name",),
    "object": ("key", "size", "etag", "version-id", "sequencer"),
    "request-id": (),
    "requester": (),
    "source-ip-address": (),
    "reason": (),
    "deletion-type": (),
    "restore-expiry-time": (),
    "source-storage-class": (),
    "destination-storage-class": (),
    "destination-access-tier": (),
}
# What a bucket's notifications and CloudTrail have, and S3's own events have not.
NO_OBJECT_FIELDS = (
    *(
        "Records",
        "s3",
        "eventName",
        "eventSource",
        "eventTime",
        "awsRegion",
        "userIdentity",
        "bucketName",
        "bucket-name",
    ),
    *("bucket_name", "requestParameters", "responseElements"),
)
TASK_STATUSES = (
    "PROVISIONING",
    "PENDING",
    "ACTIVATING",
    "RUNNING",
    "DEACTIVATING",
    "STOPPING",
    "DEPROVISIONING",
    "STOPPED",
    "DELETED",
)
# What the detail of an event about a task has, and what people take for its fields.
# https://docs.aws.amazon.com/cdk/api/v2/docs/@aws-cdk_mixins-preview.aws_ecs.events.ClusterEvents.ECSTaskStateChange.ECSTaskStateChangeProps.html
# (made from AWS's own schema), https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html (both
# read 2026-11-30)
TASK_CHANGE = "ECS Task State Change"
TASK_FIELDS = (
    *("attachments", "attributes", "availabilityZone", "capacityProviderName", "clusterArn", "connectivity"),
    *("connectivityAt", "containerInstanceArn", "containers", "cpu", "createdAt", "desiredStatus"),
    *("enableExecuteCommand", "ephemeralStorage", "executionStoppedAt", "group", "launchType", "lastStatus", "memory"),
    *("overrides", "platformVersion", "pullStartedAt", "pullStoppedAt", "startedAt", "startedBy", "stopCode"),
    *("stoppedAt", "stoppedReason", "stoppingAt", "taskArn", "taskDefinitionArn", "updatedAt", "version"),
)
NO_TASK_FIELDS: Mapping[str, str] = {
    "cluster": "clusterArn",
    "exitcode": "containers: { exitCode: ... }",
    "status": "lastStatus",
    "stopreason": "stoppedReason",
    "taskdefinition": "taskDefinitionArn",
}
# https://docs.aws.amazon.com/sdk-for-python/v4/reference/clients/ecs/enums/TaskStopCode/ (read 2026-11-30)
STOP_CODES = (
    *(
        "InfrastructureHealth",
        "TaskFailedToStart",
        "EssentialContainerExited",
        "UserInitiated",
        "ServiceSchedulerInitiated",
    ),
    *("SpotInterruption", "TerminationNotice"),
)

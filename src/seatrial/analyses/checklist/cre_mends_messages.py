"""What mends the refusals of queues, topics and notifications; part of the table of ``cre_mends``."""

from __future__ import annotations

from collections.abc import Sequence

MESSAGES: Sequence[tuple[str, str]] = (
    # Queues
    (r"must end with .fifo suffix", "end QueueName of {0} with .fifo, or leave it out"),
    (
        r"alphanumeric characters, hyphens, or underscores",
        "set FifoQueue: true in {0} if its name ends with .fifo; otherwise use up to 80 letters, digits, - and _",
    ),
    (r"Unknown Attribute (\w+)", "leave {1} out of {0}, or make it a FIFO queue"),
    (r"DeduplicationScope must be messageGroup", "set DeduplicationScope: messageGroup in {0}"),
    (r"one type of server-side encryption", "keep only one of KmsMasterKeyId and SqsManagedSseEnabled in {0}"),
    (r"maxReceiveCount: (\S+), valid", "set maxReceiveCount of {0} from 1 to 1000"),
    (r"mandatory attribute: (\w+)", "add {1} to RedrivePolicy of {0}"),
    (r"Dead letter target does not exist", "name the queue with !GetAtt QUEUE.Arn in {0}, so that it is created first"),
    (r"valid resources for deadLetterTargetArn", "set deadLetterTargetArn of {0} to !GetAtt QUEUE.Arn of a queue"),
    (
        r"Redrive policy is not a valid JSON",
        "write RedrivePolicy of {0} as {{ deadLetterTargetArn: ..., maxReceiveCount: 5 }}",
    ),
    # Topics and notifications
    (r"SignatureVersion: Invalid", "set SignatureVersion of {0} to 1 or 2"),
    (r"does not support raw message delivery", "leave RawMessageDelivery out of {0}"),
    (
        r"deadLetterTargetArn must be a SQS queue|Missing deadLetterTargetArn",
        "give deadLetterTargetArn in RedrivePolicy of {0} the ARN of a queue",
    ),
    (
        r"FIFO SQS Queues can not be subscribed",
        "set FifoTopic: true in the topic, with a name that ends with .fifo, or subscribe a standard queue",
    ),
    (
        r"not support this protocol string",
        "set Protocol of {0} to sqs, lambda, https, email or another in small letters",
    ),
    (r"SQS endpoint ARN", "write !GetAtt QUEUE.Arn as Endpoint in {0}"),
    (r"Invalid protocol type", "set Protocol of {0} to sqs: a FIFO topic delivers to queues only"),
    (
        r"does not support nested filter",
        "add FilterPolicyScope: MessageBody to {0}, or filter by attributes without nesting",
    ),
    (r"FilterPolicyScope: Invalid value", "set FilterPolicyScope of {0} to MessageAttributes or MessageBody"),
    (r'FilterPolicy: "(\S+)" must be', "write the values of {1} in {0} as a list"),
    (r"Topic Name", "end TopicName of {0} with .fifo if it has FifoTopic: true, and only then"),
    (r"Unknown attribute (\w+)", "leave {1} out of {0}, or make it a FIFO topic"),
    (
        r"Unable to validate the following destination",
        "allow it to Principal: {{ Service: s3.amazonaws.com }} in a queue or topic policy that {0} waits for by "
        "DependsOn, and in KeyPolicy of the key if there is one",
    ),
    (r"event is not supported for notifications", "write an event such as s3:ObjectCreated:* in {0}"),
    (
        r"more than one (\w+) rule in a filter",
        "leave one {1} in the filter of {0}, and give others a configuration each",
    ),
    (r"filter rule name must be", "write Name: prefix or Name: suffix in the filter of {0}"),
    (r"ARN could not be parsed", "write !GetAtt QUEUE.Arn, or !Ref of a topic, in {0}"),
    (
        r"Configuration is ambiguously defined",
        "give the two notifications of {0} prefixes or suffixes that don't overlap",
    ),
)

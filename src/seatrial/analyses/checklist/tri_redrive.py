"""Whether a queue can be used as it is meant: its dead-letter queue takes what it gives up, and its key can be used.

So must the keys of whatever else is encrypted: topics, streams, buckets, tables, secrets, databases, file systems.

Sources (read 2026-11-29): https://github.com/aws/aws-cdk/pull/28745 (denyAll: "No source queues can specify this queue
as the dead-letter queue"; what SQS answers isn't known),
https://docs.amazonaws.cn/en_us/kms/latest/developerguide/symm-asymm-compare.md
(only symmetric keys generate data keys), and of keys of queues sqs-key-management.html as in ``tri_senders``. That KMS
refuses what is asked of a disabled key is from its page on enabling keys, which was not read again; keys without
material: https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html (read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.analyses.checklist.use_table import USES
from seatrial.model.span import PropertyPath

# What is encrypted with a key, and the property that names it.
ENCRYPTED: Mapping[str, PropertyPath] = {
    **{type: use.key for type, use in USES.items() if use.key},
    "AWS::EFS::FileSystem": ("KmsKeyId",),
    "AWS::RDS::DBCluster": ("KmsKeyId",),
    "AWS::RDS::DBInstance": ("KmsKeyId",),
}

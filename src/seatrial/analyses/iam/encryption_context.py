"""What a service tells AWS KMS of the thing that it decrypts: the encryption context, which policies may ask for.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html (SecretARN, SecretVersionId),
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html and
https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html (kms:EncryptionContext:context-key).
"""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.analyses.iam.request import ContextValue

# The key that holds the ARN, by service.
_KEYS: Mapping[str, str] = {"secretsmanager": "SecretARN", "sqs": "aws:sqs:arn"}


def encryption_context(service: str, arn: str) -> dict[str, ContextValue]:
    """The condition keys of a call to KMS that a service makes about one of its resources, as far as they are known."""
    key = _KEYS.get(service)
    return {f"kms:EncryptionContext:{key}": arn} if key is not None and arn else {}

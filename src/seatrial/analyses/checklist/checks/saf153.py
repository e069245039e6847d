"""A database, a file system or a cache is told to store without encryption.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.model.finding import Severity
from seatrial.model.value import as_text

UNENCRYPTED = (
    *(("AWS::RDS::DBInstance", "StorageEncrypted"), ("AWS::RDS::DBCluster", "StorageEncrypted")),
    *(("AWS::EFS::FileSystem", "Encrypted"), ("AWS::ElastiCache::ReplicationGroup", "AtRestEncryptionEnabled")),
)


def _plain_stores(inquiry: Inquiry) -> Iterator[Said]:
    """Stores that are told to keep what they have unencrypted."""
    for type, key in UNENCRYPTED:
        for store in inquiry.system.of_type(type):
            # Its key is refused for that.
            told = inquiry.refused_at(store, "KmsKeyId")
            if as_text(store.get(key)).lower() == "false" and not told:
                yield Found(
                    store,
                    (key,),
                    f"{store.logical_id} keeps what it has unencrypted",
                    f"{key} is false, and can't be changed later without a new one",
                    f"write {key}: true",
                )


CHECK = Check(
    "SAF153",
    Severity.WARNING,
    Question.SEEMLY,
    "A database, a file system or a cache is told to store without encryption",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
    _plain_stores,
)

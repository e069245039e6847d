"""Whether the name of an image or its host is meant to be one of Amazon ECR, and is none.

Sources: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html (read 2026-11-29; the form of the host),
https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-concepts.html (read 2026-11-30; a public repository
is named by the alias of its registry).
"""

from __future__ import annotations

import re

from seatrial.analyses.launch.steps import registry

PUBLIC = "public.ecr.aws"
_OF_ECR = re.compile(
    r"(?:\d{12}\.(?:.*amazonaws|dkr\.ecr\.[a-z]{2,4}(?:-[a-z]+)+-\d\Z)"
    # Somebody else's host may end like that, but not begin with a number or a region as well.
    r"|(?:\d+|[a-z]{2,4}(?:-[a-z]+)+-\d)\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com|on\.aws))"
)


def odd_registry(host: str) -> bool:
    """Whether a host is meant to be one of ECR's, and is none: nothing answers to that name."""
    return bool(_OF_ECR.match(host)) and registry(host) is None


def odd_image(image: str) -> bool:
    """Whether an image is meant to come from ECR, and its host is none of it or stands alone, or nobody's repository is
    named of those that are public.
    """
    host, slash, _ = image.partition("/")
    return odd_registry(host) or (not slash and registry(host.partition(":")[0]) is not None) or of_nobody(image)


def of_nobody(image: str) -> bool:
    """Whether a public repository lacks the alias of its owner: public.ecr.aws/ALIAS/REPOSITORY."""
    host, _, rest = image.partition("/")
    return host == PUBLIC and bool(rest) and "/" not in rest.partition("@")[0].partition(":")[0]

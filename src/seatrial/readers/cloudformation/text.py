"""Text to nodes: YAML in CloudFormation's dialect, or JSON, with the place of every value."""

from __future__ import annotations

from seatrial.model.span import Span
from seatrial.readers.cloudformation.answers import answer, not_well_formed
from seatrial.readers.cloudformation.json_text import JsonMistake, parse_json
from seatrial.readers.cloudformation.nodes import Node
from seatrial.readers.cloudformation.problems import Problems
from seatrial.readers.cloudformation.yaml_text import parse_yaml

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html (read 2026-11-23): a
# template body passed directly is 51,200 bytes at most, one in S3 1 MB.
MOST_BYTES = 1024 * 1024
DIRECT_BYTES = 51_200
# Not CloudFormation's: real templates stay under 30.
MOST_DEPTH = 96


def parse(text: str | bytes, file: str, problems: Problems, most_depth: int = MOST_DEPTH) -> Node | None:
    """The root node of a template, or None where the text has none. What is wrong is added to ``problems``."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(data) > MOST_BYTES:
        too_large(len(data), file, problems)
        return None
    if len(data) > DIRECT_BYTES:
        problems.note(
            "TPL016",
            f"the template has {len(data):,} bytes",
            Span(file),
            why=f"CloudFormation takes more than {DIRECT_BYTES:,} bytes only from S3",
            mend="aws cloudformation deploy --s3-bucket BUCKET uploads it first",
        )
    decoded = _decode(data, file, problems)
    if decoded is None:
        return None
    problems.reads(file, decoded)
    if decoded.lstrip()[:1] in ("{", "["):
        return _parse_json(decoded, file, problems, most_depth)
    return parse_yaml(decoded, file, problems, most_depth)


def too_large(size: int, file: str, problems: Problems) -> None:
    problems.error(
        "TPL004",
        f"the template has {size:,} bytes",
        Span(file),
        why=f"CloudFormation takes at most {MOST_BYTES:,} bytes, and those only from S3",
        mend="split it into nested stacks",
    )


def _decode(data: bytes, file: str, problems: Problems) -> str | None:
    try:
        return data.decode("utf-8-sig").removeprefix("\ufeff")
    except UnicodeDecodeError as mistake:
        before = data[: mistake.start]
        column = mistake.start - (before.rfind(b"\n") + 1) + 1
        encoding = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "no UTF-8"
        problems.error(
            "TPL001",
            f"the file is not UTF-8 text: it looks like {encoding}"
            if encoding == "UTF-16"
            else "the file is not UTF-8 text",
            Span(file, before.count(b"\n") + 1, column),
            why=f"byte {mistake.start} cannot be read: {mistake.reason}",
            mend="save the template as UTF-8",
        )
        return None


def _parse_json(text: str, file: str, problems: Problems, most_depth: int) -> Node | None:
    """JSON; where it is broken, that is a finding, and YAML's reader, which forgives more, goes on with the rest."""
    trial = Problems()
    try:
        node: Node | None = parse_json(text, file, trial, most_depth)
    except JsonMistake as mistake:
        if mistake.too_deep:
            problems.error("TPL004", str(mistake), Span(file, mistake.line, mistake.column), mend="flatten it")
            return None
        lenient = Problems()
        node = parse_yaml(text, file, lenient, most_depth)
        # {Resources: ...} without quotes is YAML; with quotes somebody meant JSON.
        if text.lstrip()[1:].lstrip()[:1] in ('"', "") or node is None:
            problems.error(
                "TPL002",
                f"the text is not JSON: {mistake}",
                Span(file, mistake.line, mistake.column),
                why=answer(not_well_formed("JSON", mistake.line, mistake.column)),
                mend="look at this line and the one before for a comma, a quote or a bracket",
            )
        if node is not None:
            problems.extend(lenient.findings)
            problems.empty_values |= lenient.empty_values
        return node
    problems.extend(trial.findings)
    problems.empty_values |= trial.empty_values
    return node

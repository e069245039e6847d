"""Whether DynamoDB takes the call that a state of a machine makes of a table: its key, its names and its values.

The definition has the whole call but for the values, and the table is in the template: a key of another name, a word
that DynamoDB keeps for itself and a placeholder that stands for nothing fail each time.

Sources (read 2026-11-30): https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html,
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html ("would fail
because COMMENT is a reserved word"),
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeValues.html; the texts:
https://github.com/getmoto/moto/pull/9005 and https://github.com/getmoto/moto/issues/8474, whose tests AWS was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.tri_state_calls import RESOURCE
from seatrial.analyses.global_table import TABLES
from seatrial.analyses.state_machines import MACHINE, Machine, flows, machine_of
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Value, as_list, as_text, at

_EXPRESSIONS = (
    "ConditionExpression", "FilterExpression", "KeyConditionExpression", "ProjectionExpression", "UpdateExpression",
)  # fmt: skip
_NAMES, _VALUES = "ExpressionAttributeNames", "ExpressionAttributeValues"
# Which argument has the key, and whether it may have more than that.
_KEYS: Mapping[str, tuple[str, bool]] = {
    "deleteItem": ("Key", False),
    "getItem": ("Key", False),
    "putItem": ("Item", True),
    "updateItem": ("Key", False),
}
_TOKEN = re.compile(r"[#:]?[A-Za-z_][A-Za-z0-9_]*")
# Words of the expressions themselves: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/
# Expressions.UpdateExpressions.html and Expressions.OperatorsAndFunctions.html (read 2026-11-30)
_GRAMMAR = frozenset(
    (
        *("ADD", "AND", "BETWEEN", "DELETE", "IN", "NOT", "OR", "REMOVE", "SET"),
        *("ATTRIBUTE_EXISTS", "ATTRIBUTE_NOT_EXISTS", "ATTRIBUTE_TYPE", "BEGINS_WITH", "CONTAINS", "IF_NOT_EXISTS"),
        *("LIST_APPEND", "SIZE"),
    )
)


def _ask(inquiry: Inquiry) -> Iterator[Said]:
    for resource in inquiry.system.of_type(MACHINE):
        if resource.logical_id in inquiry.refused:
            continue
        machine = machine_of(resource)
        for flow in flows(machine):
            for name, state in flow.states.items():
                given = at(state, "Resource")
                match = RESOURCE.fullmatch(given) if isinstance(given, str) and at(state, "Type") == "Task" else None
                if match is not None and match["service"] == "dynamodb":
                    key = "Arguments" if at(state, "Arguments") is not None else "Parameters"
                    place = machine.place(*flow.path, "States", name, key)
                    yield from _call(inquiry, machine, match["action"], name, at(state, key), place)


def _call(
    inquiry: Inquiry, machine: Machine, action: str, state: str, arguments: Value, place: PropertyPath
) -> Iterator[Found]:
    table = inquiry.find(at(arguments, "TableName"), *TABLES)
    wrong = [*_key(table, action, arguments)] if table is not None else []
    for key, told, mend in (*wrong, *_expressions(arguments)):
        yield Found(
            machine.resource,
            place if machine.whole else (*place, key),
            f"DynamoDB refuses the call of the state {state} of {machine.resource.logical_id}: {told}",
            "the state machine is created, but the state fails each time with DynamoDB.ValidationException",
            mend,
            aws=told,
        )


def _key(table: Resource, action: str, arguments: Value) -> Iterator[tuple[str, str, str]]:
    """A key that the table doesn't have."""
    argument, more = _KEYS.get(action, ("", False))
    given = at(arguments, argument) if argument else None
    wanted = [as_text(at(item, "AttributeName")) for item in as_list(table.get("KeySchema"))]
    types = {
        as_text(at(item, "AttributeName")): as_text(at(item, "AttributeType"))
        for item in as_list(table.get("AttributeDefinitions"))
    }
    if not isinstance(given, dict) or not wanted or "" in wanted:
        return
    shown = " and ".join(wanted)
    lacking = [name for name in wanted if name not in given]
    if lacking and more:
        text = f"One or more parameter values were invalid: Missing the key {lacking[0]} in the item"
        yield argument, text, f"add {lacking[0]}, which is of the key of {table.logical_id}, to Item"
    elif lacking or (not more and len(given) != len(wanted)):
        text = "The provided key element does not match the schema"
        yield argument, text, f"write {shown} in Key, as KeySchema of {table.logical_id} has it"
    for name in wanted:
        item, type = given.get(name), types.get(name, "")
        if isinstance(item, dict) and len(item) == 1 and type and next(iter(item)) not in (type, f"{type}.$"):
            other = next(iter(item))
            text = f"Type mismatch for key {name} expected: {type} actual: {other}"
            yield (
                argument,
                text if more else "The provided key element does not match the schema",
                (f"write {type} in place of {other} for {name}"),
            )


def _expressions(arguments: Value) -> Iterator[tuple[str, str, str]]:
    """Words that are kept, and placeholders that stand for nothing or are for nothing."""
    written = {key: at(arguments, key) for key in _EXPRESSIONS if at(arguments, key) is not None}
    texts = {key: text for key, text in written.items() if isinstance(text, str)}
    used: set[str] = set()
    for key, text in texts.items():
        tokens = [(match[0], text[: match.start()].rstrip()[-1:]) for match in _TOKEN.finditer(text)]
        used |= {token for token, _ in tokens}
        for token, before in tokens:
            kept = token.upper()
            if token[0] not in "#:" and kept not in _GRAMMAR and before != "." and _is_reserved(kept):
                told = f"Invalid {key}: Attribute name is a reserved keyword; reserved keyword: {token}"
                yield key, told, f"write #{token} in {key}, and {_NAMES}: {{#{token}: {token}}}"
                break
    if not texts or len(texts) < len(written):
        return
    for argument, sign, noun in ((_NAMES, "#", "name"), (_VALUES, ":", "value")):
        given = at(arguments, argument)
        if given is not None and not isinstance(given, dict):
            continue
        known = given if isinstance(given, dict) else {}
        missing = sorted(token for token in used if token[0] == sign and token not in known)
        idle = sorted(token for token in known if token not in used)
        holder = next((key for key, text in texts.items() if missing and missing[0] in text), "")
        if missing:
            told = f"Invalid {holder}: An expression attribute {noun} used in expression is not defined; "
            instead = f", or write {idle[0]} in {holder}" if idle else ""
            yield holder, f"{told}attribute {noun}: {missing[0]}", f"add {missing[0]} to {argument}{instead}"
        elif idle:
            told = f"Value provided in {argument} unused in expressions: keys: {{{', '.join(idle)}}}"
            yield argument, told, f"take {idle[0]} out of {argument}, or use it"


def _is_reserved(word: str) -> bool:
    # Only a machine that calls DynamoDB with an expression pays for loading them.
    from seatrial.kinds.data.dynamodb_reserved import RESERVED

    return word in RESERVED


CHECK = Check(
    "TRI231",
    Severity.ERROR,
    Question.TRIGGER,
    "DynamoDB refuses the call that a state makes of a table",
    "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html "
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html",
    _ask,
)

"""Every value has its place."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.readers.reading import codes, read
from seatrial.model.span import Span
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_file, read_text

YAML = """\
Resources:
  Service:
    Type: AWS::ECS::Service
    DependsOn: Queue
    Properties:
      DesiredCount: 2
      NetworkConfiguration:
        AwsvpcConfiguration:
          Subnets:
            - subnet-1
            - !Ref Queue
          AssignPublicIp: !If [Never, ENABLED, DISABLED]
      LoadBalancers: !If
        - Never
        - []
        - - ContainerName: web
            ContainerPort: 80
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: x}}
Conditions: {Never: !Equals [a, b]}
"""
JSON = """\
{"Resources": {
\t"Queue": {"Type": "AWS::SQS::Queue",
\t\t"Properties": {"Tags": [
{"Key": "é", "Value": "b"}]}}}}"""


def test_a_property_stands_where_its_name_stands_and_an_item_where_it_begins() -> None:
    reading = read(YAML)
    assert reading.system is not None
    span = reading.system.resources["Service"].span
    service = ("NetworkConfiguration", "AwsvpcConfiguration")
    assert span() == Span("template.yaml", 2, 3)
    assert span("DesiredCount") == Span("template.yaml", 6, 7)
    assert span(*service) == Span("template.yaml", 8, 9)
    assert span(*service, "Subnets", 0) == Span("template.yaml", 10, 15)
    assert span(*service, "Subnets", 1) == Span("template.yaml", 11, 15)
    assert span(*service, "AssignPublicIp") == Span("template.yaml", 12, 11)
    assert span("LoadBalancers", 0, "ContainerPort") == Span("template.yaml", 17, 13)
    assert span("DependsOn") == Span("template.yaml", 4, 5)
    assert span("DesiredCount", "Nothing", 7) == span("DesiredCount")


def test_json_has_places_too() -> None:
    reading = read_text(JSON, "t.json", ReadOptions(Scope("test")))
    assert reading.system is not None
    span = reading.system.resources["Queue"].span
    assert span() == Span("t.json", 2, 2)
    assert span("Tags") == Span("t.json", 3, 18)
    assert span("Tags", 0, "Value") == Span("t.json", 4, 14)


def test_an_argument_of_a_function_is_no_property() -> None:
    reading = read(
        'Resources: {Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Join ["", [a, {Ref: AWS::Region}]]}}}'
    )
    assert reading.system is not None
    assert set(reading.system.resources["Queue"].spans) == {(), ("QueueName",)}


def test_what_is_left_out_leaves_its_place_to_the_next() -> None:
    reading = read("""\
        Resources:
          Queue:
            Type: AWS::SQS::Queue
            Properties:
              Tags:
                - !Ref AWS::NoValue
                - {Key: a, Value: b}
              DelaySeconds: !Ref AWS::NoValue
    """)
    assert reading.system is not None
    queue = reading.system.resources["Queue"]
    assert queue.span("Tags", 0).line == 7 and ("DelaySeconds",) not in queue.spans


def test_a_byte_order_mark_moves_nothing() -> None:
    reading = read_text(b"\xef\xbb\xbf" + YAML.encode(), "t.yaml", ReadOptions(Scope("test")))
    assert reading.system is not None
    assert reading.system.resources["Service"].span().column == 3


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.from_regex(r"[A-Z][a-z]{1,6}", fullmatch=True), st.integers(0, 99), min_size=1, max_size=8))
def test_a_place_leads_to_the_name_of_its_property(properties: dict[str, int]) -> None:
    lines = ["Resources:", "  Thing:", "    Type: Custom::Thing", "    Properties:"]
    lines += [f"      {name}: {value}" for name, value in properties.items()]
    reading = read("\n".join(lines))
    assert reading.system is not None
    thing = reading.system.resources["Thing"]
    for name in properties:
        span = thing.span(name)
        assert lines[span.line - 1][span.column - 1 :].startswith(f"{name}:")


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        reading = read_file(path, ReadOptions(Scope("test")))
        assert reading.system is None and codes(reading) == ["TPL001"]


def test_text_in_another_encoding_is_a_finding() -> None:
    for data in (YAML.encode("utf-16"), "Resources: {Ä: ö}".encode("latin-1"), bytes(range(256))):
        reading = read(data)
        assert reading.system is None and codes(reading) == ["TPL001"]


def test_what_the_metadata_names_is_referred_to_and_waited_for() -> None:
    reading = read(
        """
        Conditions: {Never: !Equals [a, b]}
        Resources:
          First: {Type: AWS::SQS::Queue}
          Other: {Type: AWS::SQS::Queue, Condition: Never}
          Second:
            Type: AWS::SQS::Queue
            Metadata: {Waits: !If [Never, !Ref Other, !GetAtt First.Arn], Nonsense: !Ref Nothing}
        """
    )
    assert reading.system is not None and reading.findings == ()
    [found] = reading.system.resources["Second"].references
    assert (found.target, found.attribute, found.path) == ("First", "Arn", ("Metadata", "Waits"))
    assert str(found.span) == "template.yaml:8:47"


def test_a_character_that_no_yaml_has_is_found_at_its_place() -> None:
    reading = read_text("Resources:\n  A:\n    Type: AWS::SQS\x00::Queue\n", "a.yaml", ReadOptions(Scope(stack="a")))
    assert [(item.code, item.span.line, item.span.column) for item in reading.findings] == [("TPL002", 3, 19)]


VARIABLES = """\
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "a-${One}-${One}", KmsMasterKeyId: !Sub '${Two.Arn}'}}
  Lines:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub |
        a
        ${Three}
      Tags:
        - Key: k
          Value: !Sub
            - >-
              b
              ${Four}
            - {x: y}
  Left: {Type: AWS::SQS::Queue, Properties: {QueueName: "c${Queue}"}}
Outputs:
  Text:
    Value:
      Fn::Sub: "a
        ${Five}"
"""


def test_a_variable_of_a_string_has_its_own_place() -> None:
    reading = read(VARIABLES)
    told = [(item.code, item.span.line, item.span.column) for item in reading.findings if item.code[:3] == "INT"]
    lines = VARIABLES.splitlines()
    wanted = [("INT001", "${One}"), ("INT002", "${Two.Arn}"), ("INT001", "${Three}"), ("INT001", "${Four}")]
    wanted += [("INT031", "${Queue}"), ("INT001", "${Five}")]
    assert told == [
        (code, row, line.index(name) + 1) for code, name in wanted for row, line in enumerate(lines, 1) if name in line
    ]


def test_a_variable_of_a_string_that_is_written_otherwise_has_the_strings_place() -> None:
    text = '{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::Sub": "\\u0024{No}"}}}}}'
    [place] = [item.span for item in read(text).findings if item.code == "INT001"]
    assert (place.line, place.column) == (1, text.index('"\\u0024') + 1)

"""What each intrinsic function gives, and what it answers to wrong arguments."""

from __future__ import annotations

import base64
import ipaddress
import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.readers.reading import codes, errors, findings_of, read, value_of
from seatrial.model.finding import Severity
from seatrial.model.value import Sensitive, Unknown

EXTENSIONS = "Transform: AWS::LanguageExtensions\n"


@pytest.mark.parametrize(
    ("arguments", "blocks"),
    [
        ('"192.168.0.0/24", 6, 5', [f"192.168.0.{start}/27" for start in (0, 32, 64, 96, 128, 160)]),
        ('10.0.0.0/16, "2", "8"', ["10.0.0.0/24", "10.0.1.0/24"]),
        ("10.0.7.9/16, 2, 8", ["10.0.0.0/24", "10.0.1.0/24"]),
        ("10.0.0.0/24, 1, 8", ["10.0.0.0/24"]),
        ("10.0.0.0/30, 4, 0", ["10.0.0.0/32", "10.0.0.1/32", "10.0.0.2/32", "10.0.0.3/32"]),
        ('"2600:1f18:abc:de00::/56", 2, 64', ["2600:1f18:abc:de00::/64", "2600:1f18:abc:de01::/64"]),
    ],
)
def test_cidr_counts_host_bits(arguments: str, blocks: list[str]) -> None:
    assert value_of(f"!Cidr [{arguments}]") == blocks


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ("10.0.0.0/24, 9, 5", "has 8 blocks of /27"),
        ("10.0.0.0/16, 0, 8", "not 1 to 256"),
        ("10.0.0.0/8, 257, 8", "not 1 to 256"),
        ("10.0.0.0/24, 1, 9", "do not fit"),
        ("10.0.0.0/24, 1, 33", "do not fit"),
        ("10.0.0/16, 1, 8", "is no CIDR block"),
        ("10.0.0.0, 1, 0", "no prefix length"),
        ("10.0.0.0/16, 2", "wants a list of 3 arguments"),
    ],
)
def test_cidr_refuses_what_does_not_fit(arguments: str, what: str) -> None:
    (finding,) = findings_of(f"!Cidr [{arguments}]")
    assert finding.code == "INT004" and what in finding.what


@given(st.integers(0, 2**32 - 1), st.integers(0, 32), st.integers(1, 256), st.integers(0, 32))
def test_blocks_lie_in_their_block_and_never_meet(address: int, prefix: int, count: int, host_bits: int) -> None:
    from seatrial.readers.cloudformation.blocks import CidrMistake, blocks

    block = ipaddress.ip_network((address, prefix), strict=False)
    try:
        found = [ipaddress.ip_network(item) for item in blocks(str(block), str(count), str(host_bits))]
    except CidrMistake:
        assert 32 - host_bits < prefix or count > 2 ** (32 - host_bits - prefix)
        return
    assert len(found) == count
    assert all(item.prefixlen == 32 - host_bits and item.subnet_of(block) for item in found)
    assert all(one.broadcast_address < two.network_address for one, two in pairwise(found))


def test_get_azs_gives_the_zones_of_a_region() -> None:
    here = value_of('!GetAZs ""')
    assert isinstance(here, list) and here[:3] == ["us-east-1a", "us-east-1b", "us-east-1c"]
    assert value_of("!GetAZs eu-west-1") == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    assert value_of("!GetAZs {Ref: AWS::Region}") == here


@given(
    st.text(
        alphabet=st.characters(codec="ascii", exclude_characters='"\\${}\r\n', min_codepoint=32, max_codepoint=126),
        max_size=40,
    )
)
def test_base64_encodes_utf8(text: str) -> None:
    assert value_of(f'!Base64 "{text}"') == base64.b64encode(text.encode()).decode()


@given(st.lists(st.text(alphabet="abc ", max_size=4), max_size=6), st.sampled_from([",", "--", "ab"]))
def test_split_undoes_join(parts: list[str], delimiter: str) -> None:
    joined = value_of(f"!Join [{json.dumps(delimiter)}, {json.dumps(parts)}]")
    assert joined == delimiter.join(parts)
    assert value_of(f"!Split [{json.dumps(delimiter)}, {json.dumps(joined)}]") == str(joined).split(delimiter)


def test_sub_takes_variables_from_its_own_mapping_first() -> None:
    head = "Parameters: {Name: {Type: String, Default: outer}}\n"
    assert value_of('!Sub ["${Name}/${AWS::Region}", {Name: inner}]', head) == "inner/us-east-1"
    assert value_of('!Sub "${Name}/${!Name}/$Name/$${Name}"', head) == "outer/${Name}/$Name/$outer"


def test_sub_writes_numbers_and_booleans_as_cloudformation_does() -> None:
    assert value_of('!Sub ["${a} ${b} ${c}", {a: 1.10, b: yes, c: 010}]') == "1.1 true 8"


@pytest.mark.parametrize(
    ("expression", "code", "what"),
    [
        ("!Sub [a]", "INT004", "a string and a mapping"),
        ("!Sub {a: b}", "INT004", "is given a mapping"),
        ('!Sub "${}"', "INT004", "a variable named ''"),
        ('!Sub ["${a}", {a: [1]}]', "INT004", "it is no string"),
        ("!Join [[a], [b]]", "INT004", "delimiter is a list"),
        ('!Join [",", a]', "INT004", "second argument is no list"),
        ('!Join [",", [[a]]]', "INT004", "one of its items is none"),
        ("!Select [x, [a]]", "INT004", "'x', no number"),
        ("!Select [-1, [a]]", "INT004", "'-1', no number"),
        ("!Select [0, []]", "INT004", "a list of 0"),
        ('!Split ["", a]', "INT004", "delimiter is empty"),
        ("!FindInMap [a, b]", "INT004", "3 to 4 arguments and has 2"),
        ("!If [a, b]", "INT004", "3 arguments and has 2"),
        ("!If [[a], b, c]", "INT004", "no name of a condition"),
        ("!Equals [a, b]", "INT004", "outside of Conditions"),
        ("!GetAZs [a]", "INT004", "region is a list"),
        ("!Base64 [a]", "INT004", "argument is a list"),
        ("!ImportValue {a: b}", "INT004", "name is a mapping"),
        ("{Fn::GetStackOutput: {StackName: a}}", "INT004", "StackName and OutputName"),
        ("{Fn::Transform: x}", "INT004", "wants a Name"),
        ("!Ref {a: b}", "INT004", "Ref is given a mapping"),
        ("!GetAtt Probe", "INT004", "a logical id and an attribute"),
        ("!Nonsense x", "INT005", "Fn::Nonsense is no intrinsic function"),
        ("!RefAll x", "INT005", "for Rules only"),
        ("{Fn::Sub: a, b: c}", "INT004", "beside other keys"),
    ],
)
def test_wrong_arguments_are_findings(expression: str, code: str, what: str) -> None:
    findings = findings_of(expression)
    assert [finding.code for finding in findings] == [code], [finding.what for finding in findings]
    assert what in findings[0].what and findings[0].why and findings[0].mend and findings[0].span.line


def test_find_in_map_says_which_key_is_missing() -> None:
    head = "Mappings: {Sizes: {us-east-1: {Small: s}}}\n"
    assert value_of("!FindInMap [Sizes, !Ref AWS::Region, Small]", head) == "s"
    for keys, what in (
        ("Size, a, b", "no mapping 'Size'"),
        ("Sizes, us-east-2, Small", "Sizes has no key 'us-east-2'"),
    ):
        (finding,) = findings_of(f"!FindInMap [{keys}]", head)
        assert finding.code == "INT007" and what in finding.what and "did you mean" in finding.mend
    (finding,) = findings_of("!FindInMap [Sizes, us-east-1, Large]", head)
    assert "Unable to get mapping for Sizes::us-east-1::Large" in finding.why


def test_a_default_of_find_in_map_stands_in_for_any_missing_key() -> None:
    head = EXTENSIONS + "Mappings: {Sizes: {a: {b: c}}}\n"
    for keys in ("Sizes, x, b", "Sizes, a, x", "Nothing, a, b"):
        assert value_of(f"!FindInMap [{keys}, {{DefaultValue: fallback}}]", head) == "fallback"
    assert value_of("!FindInMap [Sizes, a, b, {DefaultValue: fallback}]", head) == "c"


def test_what_needs_the_language_extensions_says_so() -> None:
    for expression in ("{Fn::Length: [a]}", "{Fn::ToJsonString: {a: b}}", "!FindInMap [a, b, c, {DefaultValue: d}]"):
        assert [finding.code for finding in findings_of(expression)] == ["INT008"]
    assert value_of("{Fn::Length: [a, b]}", EXTENSIONS) == 2
    assert value_of("{Fn::ToJsonString: {b: [1, yes], a: x}}", EXTENSIONS) == '{"b":[1,true],"a":"x"}'


def test_an_import_is_unknown_until_it_is_given() -> None:
    unknown = value_of("!ImportValue shared")
    assert isinstance(unknown, Unknown) and "--import shared=VALUE" in unknown.reason
    (finding,) = findings_of("!ImportValue shared")
    assert finding.code == "INT010" and finding.severity is Severity.WARNING
    assert finding.mend == "--import shared=VALUE, or check the template that has it together with this one"
    assert value_of("!ImportValue shared", imports={"shared": "x"}) == "x"
    other = value_of("{Fn::GetStackOutput: {StackName: net, OutputName: Vpc}}", imports={"net.Vpc": "vpc-1"})
    assert other == "vpc-1"


def test_unknown_and_secret_go_through_every_function() -> None:
    head = EXTENSIONS + "Parameters: {Secret: {Type: String, NoEcho: true, Default: s3cret}}\n"
    shapes = (
        '!Sub "a${X}b"',
        '!Join ["", [a, X]]',
        "!Base64 X",
        "!Select [0, [X]]",
        '!Select [0, !Split [",", X]]',
        "{Fn::ToJsonString: [X]}",
    )
    for shape in shapes:
        secret = shape.replace("${X}", "${Secret}") if "${X}" in shape else shape.replace("X", "{Ref: Secret}")
        assert isinstance(value_of(secret, head), Sensitive), secret
        if "${X}" not in shape:
            assert isinstance(value_of(shape.replace("X", "{Fn::ImportValue: nowhere}"), head), Unknown), shape


def test_a_secret_stands_in_no_finding() -> None:
    head = "Parameters: {Secret: {Type: String, NoEcho: true, Default: s3cret, AllowedValues: [a], MaxLength: 2}}\n"
    shapes = ("!Cidr [S, 1, 1]", "!Select [S, [a]]", "!FindInMap [S, a, b]", "!FindInMap [M, S, b]", "!GetAZs S")
    for shape in shapes:
        expression = shape.replace("S,", "{Ref: Secret},").replace("GetAZs S", "GetAZs {Ref: Secret}")
        for finding in findings_of(expression, head + "Mappings: {M: {a: {b: c}}}\n"):
            assert "s3cret" not in f"{finding.what} {finding.why} {finding.mend}", finding


def test_a_name_that_is_nearly_right_is_suggested() -> None:
    reading = read("""
        Parameters: {Environment: {Type: String, Default: a}}
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Other:
            Type: AWS::SQS::QueuePolicy
            Properties: {Queues: [!Ref Queu, !Ref Enviroment, !Ref AWS::Regoin, !GetAtt Queue.Anr], PolicyDocument: {}}
    """)
    assert [finding.mend for finding in errors(reading)] == [
        "did you mean Queue?",
        "did you mean Environment?",
        "did you mean AWS::Region?",
        "did you mean Arn?",
    ]


def test_what_cannot_be_meant_is_not_suggested() -> None:
    reading = read("""
        Parameters: {GatewayUrl: {Type: String}}
        Resources:
          WebTask: {Type: AWS::ECS::TaskDefinition}
          Web:
            Type: AWS::ECS::Service
            Properties:
              TaskDefinition: !Ref WebTask
              LoadBalancers: [{TargetGroupArn: !Ref WebTarget}, {TargetGroupArn: !Ref GatewayPort}]
    """)
    assert [finding.mend for finding in errors(reading) if finding.code == "INT001"] == [
        "add a resource or a parameter WebTarget",
        "add a resource or a parameter GatewayPort; or did you mean GatewayUrl?",
    ]


def test_a_section_under_another_name_is_told_by_what_it_holds() -> None:
    sized = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: !Ref Size}}}"
    for text, near in (
        ("Properties: {Size: {Type: Number, Default: 1}, Name: {Type: String, Default: a}}\n" + sized, "Parameters"),
        ("Stack: {Q: {Type: AWS::SQS::Queue}}\nResources: {R: {Type: AWS::SQS::Queue}}", ""),
        ("Extra: {Q: {Note: 1}}\nResources: {R: {Type: AWS::SQS::Queue}}", ""),
    ):
        [finding] = errors(read(text))
        assert finding.code == "TPL005"
        assert finding.mend == f"did you mean {near}?" if near else finding.mend.startswith("one of: "), finding


def test_an_attribute_of_a_type_without_a_card_is_unknown_and_not_wrong() -> None:
    reading = read("""
        Resources:
          Custom: {Type: Custom::Thing, Properties: {ServiceToken: arn}}
          Table: {Type: AWS::Timestream::Table, Properties: {DatabaseName: d}}
          Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "${Custom.Answer}${Table.Whatever}"}}
    """)
    assert codes(reading) == []
    assert reading.system is not None
    name = reading.system.resources["Queue"].properties["QueueName"]
    assert isinstance(name, Unknown) and "custom resource" in name.reason

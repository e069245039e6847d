"""The project's settings: where they are looked for, what they do, and what is said of mistakes in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from seatrial.faces.cli.check import command
from seatrial.readers.settings import Settings, SettingsMistake, settings_for

TEMPLATE = """\
Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}}
Resources: {Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "/${Stage}"}}}
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "infra").mkdir()
    file = tmp_path / "infra" / "app.yaml"
    file.write_text(TEMPLATE)
    return file


def test_without_a_file_nothing_is_set(template: Path) -> None:
    assert settings_for(template) == Settings()


def test_the_nearest_file_counts_up_to_the_repositorys_root(template: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.seatrial]\nregion = "eu-west-1"\nignore = ["saf005"]\n')
    found = settings_for(template)
    assert (found.region, found.ignore, found.file) == ("eu-west-1", ("SAF005",), tmp_path / "pyproject.toml")
    (tmp_path / "infra" / "seatrial.toml").write_text("strict = true\n")
    assert settings_for(template) == Settings(file=tmp_path / "infra" / "seatrial.toml", strict=True)
    (tmp_path / "infra" / "seatrial.toml").unlink()
    (tmp_path / "infra" / ".git").mkdir()
    assert settings_for(template) == Settings()


def test_a_pattern_adds_to_what_holds_for_all(template: Path, tmp_path: Path) -> None:
    (tmp_path / "seatrial.toml").write_text(
        'region = "eu-west-1"\n[parameters]\nStage = "dev"\nCount = 3\n'
        '[templates."infra/*.yaml"]\nregion = "us-west-2"\n[templates."infra/*.yaml".parameters]\nStage = "prod"\n'
        '[templates."other/*"]\nstrict = true\n'
    )
    found = settings_for(template)
    assert (found.region, found.strict) == ("us-west-2", False)
    assert found.parameters == {"Stage": "prod", "Count": "3"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ignored = []\n", "seatrial.toml:1: ignored is no setting; did you mean ignore?"),
        ("strict = true\nregion = 3\n", "seatrial.toml:2: region wants a text"),
        ('ignore = "SAF005"\n', "seatrial.toml:1: ignore wants a list of texts"),
        ("\n\nstrict = 'yes'\n", "seatrial.toml:3: strict wants true or false"),
        ("[parameters]\nA = [1]\n", "seatrial.toml:1: parameters wants a table of names and values"),
        ("templates = 3\n", "seatrial.toml:1: templates wants tables"),
        ('[templates."a/*"]\nstrikt = true\n', "seatrial.toml:2: strikt is no setting; did you mean strict?"),
        ("region = \n", "seatrial.toml:1: this is no TOML"),
    ],
)
def test_a_mistake_has_its_place_and_a_remedy(template: Path, tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "seatrial.toml").write_text(text)
    with pytest.raises(SettingsMistake) as raised:
        settings_for(template)
    assert says in str(raised.value)
    done = CliRunner().invoke(command, [str(template)])
    assert done.exit_code == 2 and says in done.output


def test_a_file_that_is_no_text_is_a_mistake(template: Path, tmp_path: Path) -> None:
    (tmp_path / "seatrial.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsMistake, match="cannot be read"):
        settings_for(template)


def _check(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, [*arguments], standalone_mode=False)
    assert done.exception is None, done.output
    return int(done.return_value), done.output


def test_check_goes_by_them_and_the_command_line_wins(template: Path, tmp_path: Path) -> None:
    assert "PAR001" in _check(str(template))[1]
    (tmp_path / "seatrial.toml").write_text('region = "eu-west-1"\n[parameters]\nStage = "prod"\nUnused = "x"\n')
    status, said = _check(str(template))
    assert status == 0 and "PAR001" not in said and "eu-west-1" in said and "PAR003" not in said
    assert "us-east-2" in _check(str(template), "--region", "us-east-2")[1]
    (tmp_path / "seatrial.toml").write_text('only = ["SAF"]\nstrict = true\n')
    status, said = _check(str(template))
    assert "PAR001" not in said and ("SAF009" in said) == (status == 1)


def test_a_parameter_is_for_those_of_several_templates_that_have_it(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("Parameters: {One: {Type: String}}\nResources: {Q: {Type: AWS::SQS::Queue}}\n")
    (tmp_path / "two.yaml").write_text("Parameters: {Two: {Type: String}}\nResources: {Q: {Type: AWS::SQS::Queue}}\n")
    files = [str(tmp_path / "one.yaml"), str(tmp_path / "two.yaml")]
    assert "PAR0" not in _check(*files, "--param", "One=1", "--param", "Two=2")[1]
    assert "the template has no parameter Tow" in _check(*files, "--param", "One=1", "--param", "Tow=2")[1]
    assert "the template has no parameter Two" in _check(files[0], "--param", "One=1", "--param", "Two=2")[1]

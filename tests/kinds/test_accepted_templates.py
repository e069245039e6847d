"""Templates that AWS has accepted give no problem.

The example is one. Where templates that were deployed lie beside the checkout, they are tried as well.
"""

from __future__ import annotations

from pathlib import Path

from seatrial.kinds import schema
from seatrial.model.system import Scope
from seatrial.readers.cloudformation import ReadOptions, read_file

ROOT = Path(__file__).parent.parent.parent
ACCEPTED = [*sorted(ROOT.glob("examples/*/template.yaml")), *sorted(ROOT.glob("../shared/corpus/deployed/*.json"))]


def test_a_template_that_aws_accepts_gives_no_problem() -> None:
    assert ACCEPTED
    found = []
    for path in ACCEPTED:
        system = read_file(path, ReadOptions(Scope("web"))).system
        assert system is not None
        for resource in system.resources.values():
            found += [
                f"{path.name} {resource.logical_id}: {problem.what}"
                for problem in schema.problems(resource.type, resource.properties)
            ]
    assert not found, "\n".join(found)

"""Whether ValueFrom names a parameter in a form that parameters have, and not a secret by its name.

Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seatrial.analyses.checklist.check import Check, Found, Question, Said
from seatrial.analyses.checklist.inquiry import Inquiry
from seatrial.analyses.checklist.launches import Step
from seatrial.analyses.checklist.sta_secrets import (
    is_elsewhere,
    is_told_by_name,
    misnamed,
    parameter_nearly,
    parameter_of_value,
    place_of,
    secret_of_name,
)
from seatrial.analyses.launch import Cause, Failed
from seatrial.analyses.launch.secret_reference import (
    PARAMETER,
    ParameterReference,
)
from seatrial.model.finding import Severity
from seatrial.model.resource import Resource


def _names(inquiry: Inquiry) -> Iterator[Said]:
    told: set[tuple[str, str]] = set()
    for step in inquiry.launches.steps:
        for reference in step.requirement.references:
            if not isinstance(reference, ParameterReference):
                continue
            if not is_told_by_name(inquiry, reference):
                # What the role may not read either can't be there already under that name.
                near = parameter_nearly(inquiry, reference) if _is_denied(step, reference) else None
                if near is not None and (step.definition.logical_id, reference.written) not in told:
                    told.add((step.definition.logical_id, reference.written))
                    yield _nearly(inquiry, step, reference, near)
                continue
            secret = secret_of_name(inquiry, reference)
            if (step.definition.logical_id, reference.written) not in told:
                told.add((step.definition.logical_id, reference.written))
                if (valued := parameter_of_value(inquiry, reference)) is not None:
                    yield _given_as_value(inquiry, step, reference, valued)
                elif is_elsewhere(inquiry, reference):
                    yield _elsewhere(inquiry, step, reference)
                elif secret is not None:
                    yield _named_as_secret(inquiry, step, reference, secret)
                else:
                    yield _misnamed(inquiry, step, reference)


def _is_denied(step: Step, reference: ParameterReference) -> bool:
    verdict = step.verdict
    if not isinstance(verdict, Failed) or verdict.cause is not Cause.PERMISSION or verdict.denied is None:
        return False
    return verdict.denied.resource == reference.arn


def _named_as_secret(inquiry: Inquiry, step: Step, reference: ParameterReference, secret: Resource) -> Found:
    path, variable = place_of(inquiry, step.definition, reference)
    return Found(
        step.definition,
        path,
        f"{variable or 'a container'} of {step.definition.logical_id} is given the secret {secret.logical_id} by its "
        f"name, {reference.written}",
        "ValueFrom takes a name for that of a Parameter Store parameter, and there is none: the task stops before its "
        "containers start",
        f"write ValueFrom: !Ref {secret.logical_id}, the secret's ARN",
        # The account may have a parameter of that name; a path without its first slash is none's.
        severity=None if misnamed(reference.written) else Severity.WARNING,
    )


def _nearly(inquiry: Inquiry, step: Step, reference: ParameterReference, parameter: Resource) -> Found:
    path, variable = place_of(inquiry, step.definition, reference)
    name = parameter.logical_id
    return Found(
        step.definition,
        path,
        f"{variable or 'a container'} of {step.definition.logical_id} is given a parameter {reference.name}, and "
        f"nothing is given {name}, which is {parameter.physical_id}",
        f"no template makes a parameter {reference.name}, and the task execution role may not read it: the task stops "
        "before its containers start",
        f"write ValueFrom: !Ref {name}",
    )


def _given_as_value(inquiry: Inquiry, step: Step, reference: ParameterReference, parameter: Resource) -> Found:
    path, variable = place_of(inquiry, step.definition, reference)
    name = parameter.logical_id
    return Found(
        step.definition,
        path,
        f"{variable or 'a container'} of {step.definition.logical_id} is given the value of {name}, where ValueFrom "
        "takes its name",
        f"ECS looks for a parameter of the name {reference.written}, and there is none: the task stops before its "
        "containers start",
        f"write ValueFrom: !Ref {name}",
    )


def _elsewhere(inquiry: Inquiry, step: Step, reference: ParameterReference) -> Found:
    path, variable = place_of(inquiry, step.definition, reference)
    partition = reference.written.split(":")[1]
    return Found(
        step.definition,
        path,
        f"the parameter that {variable or 'a container'} of {step.definition.logical_id} is given is of the partition "
        f"{partition}",
        f"{inquiry.system.scope.region} is in {inquiry.system.scope.partition}, and nothing of one partition reads in "
        "another: ECS cannot read the parameter, and the task stops before its containers start",
        "write ${AWS::Partition} in place of " + partition,
    )


def _misnamed(inquiry: Inquiry, step: Step, reference: ParameterReference) -> Found:
    path, variable = place_of(inquiry, step.definition, reference)
    right = re.sub("/{2,}", "/", f"/{reference.name}")
    meant = next((item for item in inquiry.system.of_type(PARAMETER) if item.physical_id == right), None)
    double = "//" in reference.written
    slip = "has two slashes in a row" if double else "is a path without its first slash"
    if meant is None and reference.written.startswith("arn:"):
        right = reference.written.replace("//", "/")
    return Found(
        step.definition,
        path,
        f"the parameter that {variable or 'a container'} of {step.definition.logical_id} is given {slip}: "
        f"{reference.written}",
        "no parameter has such a name, since a path begins with a slash and its parts are not empty: ECS cannot read "
        "it, and the task stops before its containers start",
        f"write ValueFrom: {f'!Ref {meant.logical_id}' if meant is not None else right}",
    )


CHECK = Check(
    "STA031",
    Severity.ERROR,
    Question.START,
    "ValueFrom names a parameter in a form that none has, or a secret by its name",
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html",
    _names,
)

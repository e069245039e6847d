"""What CloudFormation itself answers to a template that it refuses, word for word.

These sentences are what one finds when one searches for the error, so findings quote them. Only sentences that were met
in reports of real deployments stand here; where AWS's words are not known, a finding says what happens in our own. Read
in public reports on 2026-11-23, among them https://github.com/serverless/serverless/issues/4745,
https://github.com/serverless-heaven/serverless-aws-alias/issues/144,
https://github.com/seeebiii/aws-cloudformation-templates/issues/1 and
https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md.
"""

from __future__ import annotations

YAML_ALIASES = "Template error: YAML aliases are not allowed in CloudFormation templates."
UNSUPPORTED_STRUCTURE = "Template format error: unsupported structure."
NO_RESOURCES = "Template format error: At least one Resources member must be defined."
DEFAULT_NO_STRING = "Template format error: Every Default member must be a string."
OUTPUT_NO_STRING = "Template format error: The Value field of every Outputs member must evaluate to a String."
GET_ATT = (
    "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource "
    "attribute"
)
JOIN = (
    "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings "
    "to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined."
)
SUB_ARGUMENTS = (
    "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as "
    "first argument, and an optional second argument to specify a mapping of values to replace in the string"
)
SUB_NAMES = (
    "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, "
    "and colons"
)

# As CDK's rule pack cdk-preflight (Apache-2.0) and users of CloudFormation quote them (read 2026-11-29).
# https://github.com/aws/aws-cdk/issues/28563 (read 2026-11-30)
EXPORT_NAME = (
    "Template format error: Output {} is malformed. The Name field of every Export member must be specified and "
    "consist only of alphanumeric characters, colons, or hyphens."
)
EXPORT_DEPENDS = (
    "Template format error: Output {0} is malformed. The Name field of Export must not depend on any resources, "
    "imported values, or Fn::GetAZs."
)
IMPORT_DEPENDS = (
    "Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs"
)
# https://github.com/aws-cloudformation/cloudformation-coverage-roadmap and users of nested stacks (read 2026-11-29)
PARAMETERS_NO_STRINGS = "Value of property Parameters must be an object with String (or simple type) properties"


def answer(sentence: str) -> str:
    """The why of a finding that quotes AWS."""
    return f"CloudFormation answers: {sentence}"


def not_well_formed(kind: str, row: int, column: int) -> str:
    return f"Template format error: {kind} not well-formed. (line {row}, column {column})"


def unresolved(name: str, block: str) -> str:
    return f"Template format error: Unresolved resource dependencies [{name}] in the {block} block of the template"


def in_conditions(name: str) -> str:
    return (
        f"Template format error: Unresolved dependencies [{name}]. Cannot reference resources in the Conditions block "
        "of the template"
    )


def undefined_resource(name: str) -> str:
    return f"Template error: instance of Fn::GetAtt references undefined resource {name}"


def no_attribute(name: str, attribute: str) -> str:
    return f"Template error: resource {name} does not support attribute type {attribute} in Fn::GetAtt"


def no_mapping(*keys: str) -> str:
    return f"Template error: Unable to get mapping for {'::'.join(keys)}"


def no_such_index(index: int) -> str:
    return f"Template error: Fn::Select cannot select nonexistent value at index {index}"


def unsupported_function(name: str) -> str:
    return f"Template Error: Encountered unsupported function: {name}"


def condition_count(function: str) -> str:
    return f"Template error: every {function} object requires a list of at least 2 and at most 10 boolean parameters."


def no_condition(name: str, function: str) -> str:
    return f"Template error: unresolved condition dependency {name} in {function}"


def invalid_sections(names: str) -> str:
    return f"Invalid template property or properties [{names}]"


def empty_value(name: str, *path: str | int) -> str:
    place = (name, "Type", *path) if path else (name, "Properties")
    return f"[/Resources/{'/'.join(map(str, place))}] 'null' values are not allowed in templates"


def invalid_attribute(name: str) -> str:
    return f"Invalid template resource property '{name}'"


def no_type(name: str) -> str:
    return f"Template format error: [/Resources/{name}] Every Resources object must contain a Type member."


def non_alphanumeric(name: str) -> str:
    return f"Template format error: Resource name {name} is non alphanumeric."


def unknown_types(name: str) -> str:
    return f"Template format error: Unrecognized resource types: [{name}]"


def no_snapshots(kind: str) -> str:
    return f"Template error: resource type {kind} does not support deletion policy Snapshot"


def circular(names: str) -> str:
    return f"Circular dependency between resources: [{names}]"


def parameters_without_value(name: str) -> str:
    return f"Parameters: [{name}] must have values"


def parameters_not_there(name: str) -> str:
    return f"Parameters: [{name}] do not exist in the template"


def not_allowed_value(name: str) -> str:
    return f"Parameter '{name}' must be one of AllowedValues"


def constraint(name: str, description: str) -> str:
    return f"Parameter '{name}' failed to satisfy constraint: {description}"

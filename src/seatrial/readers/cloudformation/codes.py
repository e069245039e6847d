"""The findings that reading a template can give: one code a kind of mistake, never used for another."""

from __future__ import annotations

from collections.abc import Mapping

from seatrial.model.finding import Severity

CODES: Mapping[str, str] = {
    "TPL001": "the file is not readable text",
    "TPL002": "the text is not YAML or JSON",
    "TPL003": "a key is given twice",
    "TPL004": "the template is too large, too deep, or grows without bound",
    "TPL005": "the template is not structured as a CloudFormation template",
    "TPL006": "a section or attribute has the wrong shape",
    "TPL007": "a logical id is not alphanumeric",
    "TPL008": "a resource has no type",
    "TPL009": "resources depend on each other (circular dependency)",
    "TPL010": "DependsOn names a resource that does not exist",
    "TPL011": "a transform is not known here",
    "TPL012": "the serverless transform refuses the template",
    "TPL013": "a nested stack's template cannot be read",
    "TPL014": "an included file cannot be read",
    "TPL015": "a rule's assertion fails",
    "TPL016": "a limit of CloudFormation is exceeded",
    "TPL017": "a condition is not defined, or refers to itself",
    "TPL018": "YAML aliases and merges, which CloudFormation does not take",
    "TPL019": "more problems were found than are shown",
    "TPL020": "one name is used for two things",
    "TPL021": "there is no such resource type, but one that it resembles",
    "TPL022": "a condition cannot be decided here",
    "TPL030": "the template needs the serverless transform and does not declare it",
    "TPL031": "the name of an export depends on a resource",
    "TPL032": "the name of an import depends on a resource",
    "TPL033": "a snapshot is wanted of a resource that has none",
    "TPL036": "the name of an export has other characters than it may",
    "TPL034": "a nested stack is given a list for a parameter",
    "TPL023": "an output's value is not a string",
    "TPL024": "a region is written out once, and left open elsewhere",
    "PAR001": "a parameter has no value",
    "PAR002": "a parameter's value is not allowed",
    "PAR003": "a value is given for a parameter that the template does not have",
    "PAR004": "a parameters file cannot be read",
    "PAR005": "a file of secrets cannot be read",
    "PAR006": "a value is given for a secret that no task definition names",
    "INT001": "Ref or Fn::Sub names something that does not exist",
    "INT002": "Fn::GetAtt names a resource that does not exist",
    "INT003": "a resource has no such attribute",
    "INT004": "an intrinsic function has wrong arguments",
    "INT005": "an intrinsic function is not known",
    "INT006": "something refers to a resource whose condition is false",
    "INT007": "a mapping has no such key",
    "INT008": "an intrinsic function needs Transform: AWS::LanguageExtensions",
    "INT009": "a resource is referred to where that is not possible",
    "INT010": "another stack's export or output is not known here",
    "INT031": "a variable stands in a string that is not Fn::Sub's",
    "INT030": "a parameter of one string is used where a list is wanted",
    "INT032": "a parameter of ids of one kind of thing is used where another's are wanted",
    "INT180": "a condition compares a parameter with a value that it cannot have",
    "SCH001": "a property is not known",
    "SCH002": "a required property is missing",
    "SCH003": "a value has the wrong type",
    "SCH004": "a value is not allowed",
}
# What these usually are, where they aren't errors: a template with one of them can be deployed as a rule.
_WARNINGS = ("TPL011", "TPL018", "TPL021", "INT031", "INT180")
_NOTES = ("TPL019", "TPL022", "PAR001", "INT010")


def usual_severity(code: str) -> Severity:
    """How much a finding of reading weighs as a rule."""
    if code in _NOTES:
        return Severity.NOTE
    return Severity.WARNING if code in _WARNINGS else Severity.ERROR

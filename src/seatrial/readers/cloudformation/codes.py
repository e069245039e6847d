"""The findings that reading a template can give: one code a kind of mistake, never used for another."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "TPL001": "the file is not readable text",
    "TPL002": "the text is not YAML or JSON",
    "TPL003": "a key stands twice",
    "TPL004": "the template is too large, too deep, or its aliases grow without bound",
    "TPL005": "the template has not the shape of a CloudFormation template",
    "TPL006": "a section or attribute has the wrong shape",
    "TPL007": "a logical id is not letters and digits",
    "TPL008": "a resource has no type",
    "TPL009": "resources depend on each other in a circle",
    "TPL010": "DependsOn names nothing",
    "TPL011": "a transform is not known here",
    "TPL012": "the serverless transform refuses the template",
    "TPL013": "a nested stack's template cannot be read",
    "TPL014": "an included file cannot be read",
    "TPL015": "a rule's assertion does not hold",
    "TPL016": "a limit of CloudFormation is exceeded",
    "TPL017": "a condition is not defined, or refers to itself",
    "PAR001": "a parameter has no value",
    "PAR002": "a parameter's value is not allowed",
    "PAR003": "a value is given for a parameter that the template hasn't",
    "PAR004": "a parameters file cannot be read",
    "INT001": "Ref or Sub names nothing",
    "INT002": "GetAtt names nothing",
    "INT003": "a resource has no such attribute",
    "INT004": "an intrinsic function has wrong arguments",
    "INT005": "an intrinsic function is not known",
    "INT006": "something refers to a resource whose condition is false",
    "INT007": "a mapping has no such key",
    "INT008": "an intrinsic function needs Transform: AWS::LanguageExtensions",
    "SCH001": "a property is not known",
    "SCH002": "a required property is missing",
    "SCH003": "a value has the wrong type",
    "SCH004": "a value is not allowed",
}

"""Dynamic references in task definitions, where they do not do what is meant.

CloudFormation puts the value itself in place of ``{{resolve:...}}``. ValueFrom takes the name of a secret, so with a
secret's value there ECS looks for something of that name, and anybody who may describe the task definition reads it.
And the values of SecureString parameters are only put into a few properties, none of them ECS's.

Sources (read 2026-11-29):
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html (which
properties), https://github.com/aws/serverless-application-model/issues/1528 (the text, and that it comes with the
change set)
"""

from __future__ import annotations

SECRETS, SECURE = "secretsmanager", "ssm-secure"

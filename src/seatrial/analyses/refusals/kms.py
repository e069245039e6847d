"""What KMS refuses about aliases.

Texts: reproduced on AWS by cdk-preflight 1.9.1 (Apache-2.0, npm; rules ``pf-kms-alias-*``; read 2026-11-23) unless a
comment names another source.
"""

from __future__ import annotations

from seatrial.analyses.refusals.clashes import name_taken
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World
from seatrial.model.resource import Resource
from seatrial.model.value import as_text

ALIAS = "AWS::KMS::Alias"
RESERVED = "alias/aws/"


def alias_refused(world: World, resource: Resource) -> Refusal | None:
    api = "kms.CreateAlias"
    name, key = as_text(resource.get("AliasName")), as_text(resource.get("TargetKeyId"))
    if name.startswith(RESERVED):
        text = f"The alias name for a customer managed CMK cannot begin with {RESERVED}."
        return Refusal(api, "NotAuthorizedException", text, ("AliasName",))
    if key.startswith("alias/") or ":alias/" in key:
        return Refusal(api, "ValidationException", "Aliases must refer to keys. Not aliases", ("TargetKeyId",))
    if name_taken(world, resource, "AliasName") is not None:
        scope = world.scope
        # As quoted by many users of Terraform and CloudFormation (read 2026-11-23).
        text = f"An alias with the name arn:{scope.partition}:kms:{scope.region}:{scope.account}:{name} already exists"
        return Refusal(api, "AlreadyExistsException", text, ("AliasName",))
    return None

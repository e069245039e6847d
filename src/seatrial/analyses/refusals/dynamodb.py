"""What DynamoDB refuses about tables: their throughput, and where the replicas of a global table are.

Sources (read 2026-11-29): https://github.com/awslabs/amazon-kinesis-client/issues/1357 (the text),
https://github.com/aws-cloudformation/cfn-lint/pull/4524 (tried on AWS: on-demand tables refuse a throughput that isn't
0), https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html ("The
list must contain at least one element, the region where the stack defining the global table is deployed").
"""

from __future__ import annotations

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World, known
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_list, as_number, as_text, at

_UNITS = ("ReadCapacityUnits", "WriteCapacityUnits")


def table_refused(world: World, resource: Resource) -> Refusal | None:
    api, code = "dynamodb.CreateTable", "ValidationException"
    mode, throughput = resource.get("BillingMode"), resource.get("ProvisionedThroughput")
    if isinstance(mode, Unknown) or isinstance(throughput, Unknown):
        return None
    if throughput is None and as_text(mode) in ("", "PROVISIONED"):
        text = (
            "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be "
            "specified when BillingMode is PROVISIONED"
        )
        # Without a BillingMode it is that one; whether the words are the same then isn't known.
        return Refusal(api, code, text, ("BillingMode",), ours=mode is None)
    if mode == "PAY_PER_REQUEST" and any(as_number(at(throughput, unit), 0) > 0 for unit in _UNITS):
        text = "ProvisionedThroughput cannot be given for a table whose BillingMode is PAY_PER_REQUEST."
        return Refusal(api, code, text, ("ProvisionedThroughput",), ours=True)
    return None


def global_table_refused(world: World, resource: Resource) -> Refusal | None:
    regions = [at(item, "Region") for item in as_list(resource.get("Replicas"))]
    if not regions or not known(resource.get("Replicas")) or world.scope.region in regions:
        return None
    text = f"None of the Replicas is in {world.scope.region}, the region of the stack."
    return Refusal("dynamodb.CreateTable", "ValidationException", text, ("Replicas",), ours=True)

"""What AWS Lambda refuses about functions and about what they are to read from.

Sources (read 2026-11-29): https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (reserved variables),
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html (runtimes that no function can be made with any more),
https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html (batches, StartingPosition). Texts:
https://github.com/aws/aws-cdk/pull/28048 (variables),
https://github.com/monken/aws-ecr-public/issues/13 (runtimes), https://github.com/serverless/serverless/issues/8989
(batches), https://github.com/mongodb/docs-worker-pool/pull/878 (visibility timeout).
"""

from __future__ import annotations

from collections.abc import Iterator

from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.world import World
from seatrial.model.arn import Arn
from seatrial.model.resource import Resource
from seatrial.model.value import Unknown, as_flag, as_number, as_text, at, is_whole

FUNCTION, QUEUE = "AWS::Lambda::Function", "AWS::SQS::Queue"
RESERVED = frozenset(
    (
        *("_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV"),
        *("AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION"),
        *("AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME"),
        *("AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        *("AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"),
    )
)
# Long enough blocked for new functions; for later ones AWS has put the day off several times.
GONE = frozenset(
    (
        *("nodejs", "nodejs4.3", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x"),
        *("python2.7", "python3.6", "ruby2.5", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1"),
    )
)
# Seconds, and messages. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html (read 2026-11-29)
DEFAULT_TIMEOUT, DEFAULT_VISIBILITY = 3, 30
MOST_WITHOUT_WINDOW = 10
# Sources that are read from a position on.
_STREAMS = ("kinesis", "dynamodb")


def function_refused(world: World, resource: Resource) -> Refusal | None:
    runtime = as_text(resource.get("Runtime"))
    if runtime in GONE:
        text = (
            f"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. "
            "We recommend you use a supported runtime while creating or updating functions."
        )
        return Refusal("lambda.CreateFunction", "InvalidParameterValueException", text, ("Runtime",))
    for key in ("Handler", "Runtime") if _is_zipped(resource) else ():
        if resource.get(key) in (None, ""):
            text = "Runtime and Handler are mandatory parameters for functions created with deployment packages."
            return Refusal("lambda.CreateFunction", "InvalidParameterValueException", text, (key,))
    variables = resource.get("Environment", "Variables")
    for name in variables if isinstance(variables, dict) else ():
        if name in RESERVED:
            text = (
                "Lambda was unable to configure your environment variables because the environment variables you have "
                "provided contains reserved keys that are currently not supported for modification. Reserved keys used "
                f"in this request: {name}"
            )
            path = ("Environment", "Variables", name)
            return Refusal("lambda.CreateFunction", "InvalidParameterValueException", text, path)
    return None


def _is_zipped(resource: Resource) -> bool:
    code = resource.get("Code")
    named = resource.get("PackageType")
    return isinstance(code, dict) and at(code, "ImageUri") is None and (named is None or as_text(named) == "Zip")


def mapping_refused(world: World, resource: Resource) -> Refusal | None:
    arn = Arn.parse(as_text(resource.get("EventSourceArn")))
    queue = world.find(resource.get("EventSourceArn"), QUEUE)
    if queue is not None:
        return next(_batch(resource, queue), None) or next(_visibility(world, resource, queue), None)
    if arn is not None and arn.service in _STREAMS and resource.get("StartingPosition") is None:
        text = "StartingPosition is missing: a stream is read from a position on."
        return _refusal(text, "StartingPosition", ours=True)
    return None


def _batch(resource: Resource, queue: Resource) -> Iterator[Refusal]:
    size, window = resource.get("BatchSize"), resource.get("MaximumBatchingWindowInSeconds")
    if not is_whole(as_text(size)) or as_number(size, 1) <= MOST_WITHOUT_WINDOW or isinstance(window, Unknown):
        return
    if as_flag(queue.get("FifoQueue")):
        yield _refusal(f"BatchSize is {as_text(size)}; for a FIFO queue it is from 1 to 10.", "BatchSize", ours=True)
    elif as_number(window, 0) < 1:
        text = "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
        yield _refusal(text, "BatchSize")


def _visibility(world: World, resource: Resource, queue: Resource) -> Iterator[Refusal]:
    function = world.find(resource.get("FunctionName"), FUNCTION)
    times = [queue.get("VisibilityTimeout"), function.get("Timeout") if function is not None else None]
    if function is None or any(isinstance(item, Unknown) for item in times):
        return
    seen, runs = as_number(times[0], DEFAULT_VISIBILITY), as_number(times[1], DEFAULT_TIMEOUT)
    if seen < runs:
        text = f"Queue visibility timeout: {seen} seconds is less than Function timeout: {runs} seconds"
        yield Refusal(
            "lambda.CreateEventSourceMapping",
            "InvalidParameterValueException",
            text,
            ("EventSourceArn",),
            because=f"{queue.logical_id} has the one, {function.logical_id} the other",
        )


def _refusal(text: str, key: str, *, ours: bool = False) -> Refusal:
    return Refusal("lambda.CreateEventSourceMapping", "InvalidParameterValueException", text, (key,), ours=ours)

"""What Fargate does before a task's containers start, in its order, as data.

Everything goes over the task's own interface, and everything but the roles themselves is done as the execution role:
ask ECR for a password, retrieve secrets and parameters, download environment files, open the log streams, pull the
images. Each step can fail and
each failure has its text. An image of ECR is pulled through ECR even where its bytes already lie on this machine: the
network and the role are what is tried.

Sources (read 2026-11-23): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html,
https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html,
https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html,
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seatrial.analyses.launch.image_reference import DOCKER_HUB_HOST, image_of, parse
from seatrial.analyses.launch.requirement import (
    HTTPS,
    Call,
    Endpoint,
    Requirement,
    Stage,
)
from seatrial.analyses.launch.secret_reference import (
    Malformed,
    ParameterReference,
    Reference,
    SecretReference,
    login_of,
    reference_of,
)
from seatrial.kinds.data.regions import may_be_region
from seatrial.model.arn import Arn, dns_suffix_of
from seatrial.model.resource import Resource
from seatrial.model.system import Scope, System
from seatrial.model.value import Unknown, Value, as_dict, as_list, as_text, at, is_whole

ECR_HOST = re.compile(
    r"(?P<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.(?P<suffix>amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws\b.*)"
)
# What a pull calls: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
PULL_ACTIONS = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability")
# An object in S3. https://github.com/aws/amazon-ecs-agent (agent/s3/s3.go; read 2026-11-29)
ENVIRONMENT_FILE = re.compile(r"arn:[a-z-]+:s3:::[^/:]+/.+")
# Names under which a machine means itself: podman calls an image so that was built here.
OWN_HOSTS = ("localhost", "127.0.0.1")
# A registry that hands out its tokens elsewhere. https://distribution.github.io/distribution/spec/auth/token/
TOKEN_HOSTS = {DOCKER_HUB_HOST: ("auth.docker.io",)}


def requirements(systems: Sequence[System], definition: Resource) -> tuple[Requirement, ...]:
    """Every step of a task's launch, in Fargate's order. ``systems`` are the stacks, the task definition's own last."""
    scope = systems[-1].scope
    return (
        *_roles(definition),
        *_registry_auth(definition),
        *_secrets(definition, scope),
        *_environment_files(definition, scope),
        *_logs(definition, scope),
        *_images(definition),
    )


def _containers(definition: Resource) -> list[tuple[str, Value]]:
    return [(as_text(at(item, "Name")), item) for item in as_list(definition.get("ContainerDefinitions"))]


def _roles(definition: Resource) -> Iterator[Requirement]:
    for key, stage in (("ExecutionRoleArn", Stage.EXECUTION_ROLE), ("TaskRoleArn", Stage.TASK_ROLE)):
        role = definition.get(key)
        if role is not None and role != "":
            yield Requirement(stage, as_text(role) or key, role=role)


def _ecr_images(definition: Resource) -> Iterator[tuple[str, str, str, str, str]]:
    """Container, image, host, account and region of each image in ECR."""
    for name, item in _containers(definition):
        image = image_of(at(item, "Image"))
        host, slash, _ = image.partition("/")
        match = registry(host) if slash else None
        if match is not None:
            yield name, image, host, match["account"], match["region"]


def registry(host: str) -> re.Match[str] | None:
    """The account and region of one of ECR's registries; None where a host is none.

    Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html (read 2026-11-29)
    """
    match = ECR_HOST.fullmatch(host)
    if match is None or not may_be_region(match["region"]):
        return None
    # The European sovereign cloud has an ending of its own.
    own = "amazonaws.eu" if match["region"].startswith("eusc-") else dns_suffix_of(match["region"])
    return match if match["suffix"] == own or match["suffix"].startswith("on.aws") else None


def _registry_auth(definition: Resource) -> Iterator[Requirement]:
    regions: dict[str, list[str]] = {}
    for name, _, _, _, region in _ecr_images(definition):
        regions.setdefault(region, []).append(name)
    for region, names in regions.items():
        yield Requirement(
            Stage.REGISTRY_AUTH,
            f"Amazon ECR in {region}",
            tuple(names),
            (Endpoint(f"api.ecr.{region}.{dns_suffix_of(region)}"),),
            (Call("ecr:GetAuthorizationToken", "*"),),
            definition.get("ExecutionRoleArn"),
        )


def _secrets(definition: Resource, scope: Scope) -> Iterator[Requirement]:
    role = definition.get("ExecutionRoleArn")
    secrets: dict[str, tuple[Reference, list[str]]] = {}
    parameters: dict[str, dict[str, tuple[ParameterReference, list[str]]]] = {}
    for name, item in _containers(definition):
        for value in _values_from(item, scope):
            reference = reference_of(value, scope)
            if isinstance(reference, ParameterReference):
                of_region = parameters.setdefault(reference.region, {})
                of_region.setdefault(reference.written, (reference, []))[1].append(name)
            elif not isinstance(reference, Unknown):
                secrets.setdefault(as_text(value), (reference, []))[1].append(name)
    for written, (reference, names) in secrets.items():
        yield _secret(written, reference, tuple(dict.fromkeys(names)), role)
    for region, found in parameters.items():
        everyone = dict.fromkeys(name for _, names in found.values() for name in names)
        references = tuple(reference for reference, _ in found.values())
        yield Requirement(
            Stage.PARAMETERS,
            ", ".join(found),
            tuple(everyone),
            (Endpoint(f"ssm.{region}.{dns_suffix_of(region)}"),),
            tuple(Call("ssm:GetParameters", reference.arn) for reference in references),
            role,
            references,
        )


def _values_from(container: Value, scope: Scope) -> Iterator[Value]:
    for secret in as_list(at(container, "Secrets")):
        yield at(secret, "ValueFrom")
    for option in as_list(at(container, "LogConfiguration", "SecretOptions")):
        yield at(option, "ValueFrom")
    credentials = login_of(at(container, "RepositoryCredentials", "CredentialsParameter"), scope)
    if credentials is not None:
        yield credentials


def _secret(written: str, reference: Reference, names: tuple[str, ...], role: Value) -> Requirement:
    if isinstance(reference, Malformed):
        return Requirement(Stage.SECRET, written, names, role=role, references=(reference,))
    assert isinstance(reference, SecretReference)
    endpoint = Endpoint(f"secretsmanager.{reference.region}.{dns_suffix_of(reference.region)}")
    # The ARN that counts for IAM is the secret's whole one, which is known once the secret is found.
    call = Call("secretsmanager:GetSecretValue", reference.arn)
    return Requirement(Stage.SECRET, reference.arn, names, (endpoint,), (call,), role, (reference,))


def _environment_files(definition: Resource, scope: Scope) -> Iterator[Requirement]:
    """The files of variables in S3, each once. The bucket is asked for its region first, then comes the object.

    When in between Fargate does this isn't documented: the guide only says that it is before the containers start.
    Sources (read 2026-11-29): https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html
    (s3:GetObject on the object and s3:GetBucketLocation on the bucket, as the task execution role),
    https://github.com/aws/amazon-ecs-agent (agent/s3: the form of the ARN, and the order of the calls)
    """
    files: dict[str, list[str]] = {}
    for name, item in _containers(definition):
        for file in as_list(at(item, "EnvironmentFiles")):
            if ENVIRONMENT_FILE.fullmatch(as_text(at(file, "Value"))):
                files.setdefault(as_text(at(file, "Value")), []).append(name)
    for arn, names in files.items():
        bucket = arn.rpartition(":::")[0] + ":::" + arn.rpartition(":::")[2].partition("/")[0]
        host = f"{bucket.rpartition(':')[2]}.s3.{scope.region}.{dns_suffix_of(scope.region)}"
        calls = (Call("s3:GetBucketLocation", bucket), Call("s3:GetObject", arn))
        role = definition.get("ExecutionRoleArn")
        yield Requirement(Stage.ENVIRONMENT_FILES, arn, tuple(dict.fromkeys(names)), (Endpoint(host),), calls, role)


def _logs(definition: Resource, scope: Scope) -> Iterator[Requirement]:
    for name, item in _containers(definition):
        configuration = at(item, "LogConfiguration")
        if as_text(at(configuration, "LogDriver")) != "awslogs":
            continue
        options = as_dict(at(configuration, "Options"))
        region = as_text(options.get("awslogs-region"))
        group = as_text(options.get("awslogs-group"))
        endpoints = (Endpoint(f"logs.{region}.{dns_suffix_of(region)}"),) if may_be_region(region) else ()
        arn = str(Arn(scope.partition, "logs", region, scope.account, f"log-group:{group}:log-stream:"))
        calls: tuple[Call, ...] = (Call("logs:CreateLogStream", arn), Call("logs:PutLogEvents", arn, decisive=False))
        if as_text(options.get("awslogs-create-group")) == "true":
            calls = (Call("logs:CreateLogGroup", arn), *calls)
        if not group and not isinstance(options.get("awslogs-group"), Unknown):
            # ECS refuses the definition.
            calls = ()
        role = definition.get("ExecutionRoleArn")
        yield Requirement(Stage.LOGS, group or "awslogs-group", (name,), endpoints, calls, role, options=options)


def _images(definition: Resource) -> Iterator[Requirement]:
    role = definition.get("ExecutionRoleArn")
    images: dict[str, list[str]] = {}
    for name, item in _containers(definition):
        images.setdefault(image_of(at(item, "Image")), []).append(name)
    in_ecr = {image: (host, account, region) for _, image, host, account, region in _ecr_images(definition)}
    for image, names in images.items():
        reference = parse(image)
        if reference is None:
            continue
        if image not in in_ecr:
            host, _, port = reference.host.partition(":")
            if host in OWN_HOSTS:
                # An image that only this machine has: there is nowhere to pull it from.
                yield Requirement(Stage.IMAGE, image, tuple(names))
                continue
            endpoints = [Endpoint(host, int(port) if is_whole(port) else HTTPS)]
            endpoints += [Endpoint(other) for other in TOKEN_HOSTS.get(host, ())]
            yield Requirement(Stage.IMAGE, image, tuple(names), tuple(endpoints))
            continue
        host, account, region = in_ecr[image]
        suffix = dns_suffix_of(region)
        # Layers lie in a bucket of ECR's. https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
        bucket = Endpoint(f"prod-{region}-starport-layer-bucket.s3.{region}.{suffix}")
        partition = "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
        repository = str(Arn(partition, "ecr", region, account, f"repository/{reference.repository}"))
        calls = tuple(Call(action, repository) for action in PULL_ACTIONS)
        yield Requirement(Stage.IMAGE, image, tuple(names), (Endpoint(host), bucket), calls, role)

"""What CreateService refuses about blue/green deployments: strategy, listener rules, the second target group.

Texts: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html. Rules:
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AdvancedConfiguration.html and
API_DeploymentController.html (all read 2026-11-29).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from seatrial.analyses.refusals.forwarding import LISTENER, LISTENER_RULE, balancer_of
from seatrial.analyses.refusals.world import World, entries, is_given
from seatrial.model.resource import Resource
from seatrial.model.span import PropertyPath
from seatrial.model.value import Unknown, Value, as_number, as_text, at

RULES = ("ProductionListenerRule", "TestListenerRule")
SHIFTING = ("BLUE_GREEN", "LINEAR", "CANARY")
# CloudFormation "rejects deployments when the calculated deployment time exceeds 33 hours":
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-linearconfiguration.html
# and aws-properties-ecs-service-canaryconfiguration.html (both read 2026-11-30).
LONGEST_DEPLOYMENT_MINUTES = 33 * 60
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html (read 2026-11-30)
_STEP_PERCENT, _STEP_MINUTES = 10, 6
ADVANCED = "AdvancedConfiguration"


class Said(Struct, frozen=True):
    """What the API says, at which property; ``ours`` as in a refusal."""

    message: str
    path: PropertyPath
    because: str = ""
    instead: str = ""
    ours: bool = False


def deployment_problems(world: World, resource: Resource) -> Iterator[Said]:
    strategy = as_text(resource.get("DeploymentConfiguration", "Strategy"))
    controller = as_text(resource.get("DeploymentController", "Type"))
    if strategy in SHIFTING and controller in ("CODE_DEPLOY", "EXTERNAL"):
        text = f"The deployment strategy {strategy} needs the deployment controller ECS, not {controller}."
        yield Said(text, ("DeploymentController", "Type"), instead="ECS", ours=True)
    for key, wanted in (("LinearConfiguration", "LINEAR"), ("CanaryConfiguration", "CANARY")):
        # "Only valid when the deployment strategy is":
        # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html (read 2026-11-30)
        named = resource.get("DeploymentConfiguration", "Strategy")
        given = resource.get("DeploymentConfiguration", key)
        if is_given(given) and not isinstance(named, Unknown) and strategy != wanted:
            text = f"{key} is for the strategy {wanted} alone, and Strategy is {strategy or 'ROLLING'}."
            yield Said(text, ("DeploymentConfiguration", key), ours=True)
    for index, hook in enumerate(entries(resource.get("DeploymentConfiguration", "LifecycleHooks"))):
        # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentLifecycleHook.html ("You must provide
        # this parameter when configuring an AWS_LAMBDA lifecycle hook"; read 2026-11-30)
        if at(hook, "HookTargetArn") is None and (as_text(at(hook, "TargetType")) or "AWS_LAMBDA") == "AWS_LAMBDA":
            text = "A lifecycle hook of the type AWS_LAMBDA needs a HookTargetArn."
            yield Said(text, ("DeploymentConfiguration", "LifecycleHooks", index), ours=True)
    minutes = _deployment_minutes(resource.get("DeploymentConfiguration"), strategy)
    if minutes > LONGEST_DEPLOYMENT_MINUTES:
        text = f"By its bake times a deployment takes {minutes} minutes, and at most 33 hours are allowed."
        yield Said(text, ("DeploymentConfiguration",), ours=True)
    for index, item in enumerate(entries(resource.get("LoadBalancers"))):
        path: PropertyPath = ("LoadBalancers", index, ADVANCED)
        own, other = at(item, "TargetGroupArn"), at(item, ADVANCED, "AlternateTargetGroupArn")
        if isinstance(own, str) and own and own == other:
            text = "The alternate target group must be another one than TargetGroupArn."
            yield Said(text, (*path, "AlternateTargetGroupArn"), ours=True)
        yield from _rules(world, item, path)
        production, test = (at(item, ADVANCED, key) for key in RULES)
        if isinstance(production, str) and production and production == test:
            text = f"The following rules cannot be used as both production and test listener rules: {production}"
            yield Said(text, (*path, RULES[1]))


def _deployment_minutes(deployment: Value, strategy: str) -> int:
    """How long a deployment that shifts in steps takes, as CloudFormation counts it; 0 of another one.

    After the last step, with all of the traffic, it doesn't wait for a step's time but for the whole deployment's.
    """
    bakes = as_number(at(deployment, "BakeTimeInMinutes"), 0)
    if strategy == "CANARY":
        return bakes + as_number(at(deployment, "CanaryConfiguration", "CanaryBakeTimeInMinutes"), 0)
    percent = at(deployment, "LinearConfiguration", "StepPercent")
    share = Fraction(str(percent)) if isinstance(percent, int | float) and percent > 0 else Fraction(_STEP_PERCENT)
    if strategy != "LINEAR" or isinstance(percent, Unknown):
        return 0
    steps = math.ceil(100 / share) - 1
    return bakes + steps * as_number(at(deployment, "LinearConfiguration", "StepBakeTimeInMinutes"), _STEP_MINUTES)


def _rules(world: World, item: Value, path: PropertyPath) -> Iterator[Said]:
    """Of an Application Load Balancer it is the rule that is named, not the listener."""
    for key in RULES:
        value = at(item, ADVANCED, key)
        listener = world.find(value, LISTENER)
        balancer = world.find(balancer_of(world, listener)) if listener is not None else None
        if listener is None or balancer is None or as_text(balancer.get("Type"), "application") != "application":
            continue
        name = f"{key[0].lower()}{key[1:]}"
        text = (
            f"{name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: {as_text(value)}"
        )
        rules = [one for one in world.of_type(LISTENER_RULE) if one.get("ListenerArn") == value]
        instead = f"!Ref {rules[0].logical_id}" if len(rules) == 1 else ""
        because = f"{listener.logical_id} is a listener of {balancer.logical_id}, an Application Load Balancer"
        yield Said(text, (*path, key), because, instead, ours=key != RULES[0])

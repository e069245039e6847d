"""Amazon ECS refuses the service or the cluster.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html.
"""

from __future__ import annotations

from seatrial.analyses.checklist.check import Check, Question
from seatrial.analyses.checklist.cre_refusals import refused_by
from seatrial.model.finding import Severity

CHECK = Check(
    "CRE003",
    Severity.ERROR,
    Question.CREATE,
    "Amazon ECS refuses the service or the cluster",
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    refused_by("ecs.CreateService", "ecs.CreateTaskSet", "ecs.CreateCluster", "ecs.PutClusterCapacityProviders"),
)

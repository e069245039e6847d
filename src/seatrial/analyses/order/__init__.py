"""In which order a stack's resources can be created, and what may run in parallel.

CloudFormation creates a resource as soon as everything that it refers to, or names under DependsOn, is there; deleting
goes the other way round. ``edges`` gives each dependency with the place in the text that causes it, ``waves`` what
may be created together.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html (read 2026-11-23).
"""

from seatrial.analyses.order.edges import Edge, edges
from seatrial.analyses.order.waves import cycles, deletion_waves, waves, waves_text

__all__ = ["Edge", "cycles", "deletion_waves", "edges", "waves", "waves_text"]

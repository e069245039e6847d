"""What AWS's APIs refuse when CloudFormation creates a resource, in their own words.

CloudFormation takes almost any template and learns from the APIs, one resource at a time, that something is wrong.
``refusal`` asks the same questions of the same state: what other stacks hold, and what this one holds at that moment;
``first_refusal`` does so along a whole operation, and ``refusals`` gives them all. What reading could not know refuses
nothing.
"""

from seatrial.analyses.refusals.first import first_refusal, refusals
from seatrial.analyses.refusals.refusal import Refusal
from seatrial.analyses.refusals.types import REFUSALS, refusal

__all__ = ["REFUSALS", "Refusal", "first_refusal", "refusal", "refusals"]

"""A report of ``check`` as text: for a terminal, as JSON, as SARIF, as GitHub's annotations."""

from seatrial.writers.reports.as_json import report_json
from seatrial.writers.reports.github import github_lines
from seatrial.writers.reports.sarif import Rule, sarif
from seatrial.writers.reports.terminal import report_text

__all__ = ["Rule", "github_lines", "report_json", "report_text", "sarif"]

"""A report as JSON: what the terminal shows, with the same words for the same things."""

from __future__ import annotations

from seatrial.model.report import Report, Unsettled
from seatrial.model.span import path_text


def report_json(report: Report) -> dict[str, object]:
    """The shape that scripts rely on: ``findings[]`` has code, severity, question, what, where, why, mend, aws, fix.

    ``fix`` is a list of edits, empty where somebody has to decide.
    """
    system = report.system
    return {
        "file": report.file,
        "stack": system.scope.stack if system else None,
        "region": system.scope.region if system else None,
        "resources": len(system.resources) if system else 0,
        "ok": not report.failed(),
        "findings": [
            {
                **finding.as_json(),
                "question": report.questions[finding].value if finding in report.questions else None,
                "aws": report.aws.get(finding, ""),
                "fix": [
                    {"act": str(edit.act), "path": path_text((edit.logical_id, *edit.path)), "value": edit.value}
                    for edit in report.fixes.get(finding, ())
                ],
            }
            for finding in report.findings
        ],
        "cannot_tell": [_unsettled(item) for item in report.unsettled],
        "answers": [
            {
                "question": answer.question.value,
                "text": answer.question.text,
                "answer": answer.word,
                "because": list(answer.because),
            }
            for answer in report.answers
        ],
        "checklist": [
            {
                "layer": str(row.layer),
                "part": row.part,
                "title": row.title,
                "mark": row.mark.name.lower(),
                "essential": row.essential,
                "text": row.text,
                "codes": list(row.codes),
            }
            for row in report.rows
        ],
        "asked_for": report.narrowed or "everything",
        "not_created": dict(system.absent) if system else {},
        "also_checked": {label: list(names) for label, names in report.otherwise.items()},
        "accepted": [{**item.finding.as_json(), "reason": item.reason} for item in report.suppressed],
    }


def _unsettled(item: Unsettled) -> dict[str, object]:
    return {
        "code": item.code,
        "question": item.question.value,
        "what": item.what,
        "because": item.why,
        "where": {
            "file": item.span.file,
            "line": item.span.line,
            "column": item.span.column,
            "logical_id": item.logical_id,
            "path": path_text(item.path),
        },
    }

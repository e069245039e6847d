"""An explanation as people read it: resources by layer, then the proofs, hop by hop and statement by statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatrial.model.layer import Layer
from seatrial.model.proof import Explanation, Line, Portrait, Proof, Turn
from seatrial.writers.reports.paint import Ink, Paint, clean

_SIGNS = {"yes": ("✓", Ink.GREEN), "no": ("✗", Ink.RED), "partly": ("✗", Ink.YELLOW), "cannot tell": ("?", Ink.YELLOW)}


def explanation_text(found: Explanation, *, colour: bool = False, whole: bool = True) -> str:
    """The text of an explanation; ``whole`` is that of a system, else that of one thing."""
    paint = Paint(colour)
    parts = [_overview(found.portraits, paint)] if whole else [_portrait(item, paint) for item in found.portraits]
    if found.proofs:
        parts.append("\n".join([paint("proofs", Ink.BOLD), *(_proof(item, paint) for item in found.proofs)]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _overview(portraits: Sequence[Portrait], paint: Paint) -> str:
    lines: list[str] = []
    for layer in Layer:
        mine = [item for item in portraits if item.layer is layer]
        if mine:
            lines += ["", paint(layer, Ink.BOLD)] if lines else [paint(layer, Ink.BOLD)]
        for item in mine:
            lines.append(f"  {clean(item.logical_id)}  {paint(item.type.removeprefix('AWS::'), Ink.DIM)}")
            lines += [f"      {text}" for text in _told(item)]
    return "\n".join(lines)


def _told(item: Portrait) -> Iterator[str]:
    if item.purpose:
        yield item.purpose
    yield from (clean(relation) for relation in item.relations)


def _portrait(item: Portrait, paint: Paint) -> str:
    lines = [
        f"{paint(clean(item.logical_id), Ink.BOLD)}  {item.type}, {item.layer}",
        f"  {clean(item.span)}" if item.span.line else "",
        f"  {item.purpose}" if item.purpose else "",
        f"  essential: {item.essential}" if item.essential else "",
        f"  known as {clean(item.physical_id)}" if item.physical_id else "",
        *(f"  {clean(relation)}" for relation in item.relations),
        *_named("  waits for", item.waits_for),
        *_named("  needed by", item.awaited_by),
        f"  {item.documentation}" if item.documentation else "",
    ]
    return "\n".join(line for line in lines if line)


def _named(title: str, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, cause in pairs:
        yield f"{title} {clean(name)}: {clean(cause)}"


def _proof(item: Proof, paint: Paint) -> str:
    return "\n".join([_signed(item.verdict, item.title, paint, "  "), *(_line(line, paint) for line in item.lines)])


def _line(line: Line, paint: Paint) -> str:
    place = paint(f"  {clean(line.span)}", Ink.DIM) if line.span.line else ""
    return _signed(line.verdict, line.text, paint, "      ") + place


def _signed(verdict: str, text: str, paint: Paint, indent: str) -> str:
    sign, ink = _SIGNS[verdict]
    return f"{indent}{paint(sign, ink)} {clean(text)}"


def explanation_json(found: Explanation) -> dict[str, object]:
    """The same as JSON."""
    return {
        "resources": [
            {
                "logical_id": item.logical_id,
                "type": item.type,
                "layer": str(item.layer),
                "purpose": item.purpose,
                "essential": item.essential,
                "physical_id": item.physical_id,
                "relations": list(item.relations),
                "waits_for": [{"logical_id": name, "because": cause} for name, cause in item.waits_for],
                "awaited_by": [{"logical_id": name, "because": cause} for name, cause in item.awaited_by],
                "documentation": item.documentation,
            }
            for item in found.portraits
        ],
        "proofs": [
            {
                "title": item.title,
                "answer": item.verdict,
                "about": sorted(item.about),
                "steps": [{"answer": line.verdict, "text": line.text, "where": str(line.span)} for line in item.lines],
            }
            for item in found.proofs
        ],
    }


def order_text(turns: Sequence[Turn], *, colour: bool = False) -> str:
    """The order of creation in waves: what runs in parallel, why each waits, and when it typically starts."""
    paint = Paint(colour)
    lines: list[str] = []
    for wave in sorted({turn.wave for turn in turns}):
        mine = [turn for turn in turns if turn.wave == wave]
        note = "from the start" if wave == 0 else "as soon as what they wait for exists"
        lines += ["", paint(f"wave {wave + 1}", Ink.BOLD) + f"  {len(mine)} in parallel, {note}"]
        for turn in mine:
            times = f"{_clock(turn.starts_seconds)} to {_clock(turn.ends_seconds)}"
            lines.append(f"  {clean(turn.logical_id)}  {paint(turn.type.removeprefix('AWS::'), Ink.DIM)}  {times}")
            lines += [f"      after {clean(name)}: {clean(cause)}" for name, cause in turn.waits_for]
    total = max((turn.ends_seconds for turn in turns), default=0)
    lines += ["", f"{len(turns)} resources; typically {_clock(total)} (min:s) on AWS"]
    return "\n".join(lines).lstrip("\n") + "\n"


def order_json(turns: Sequence[Turn]) -> dict[str, object]:
    return {
        "resources": [
            {
                "logical_id": turn.logical_id,
                "type": turn.type,
                "wave": turn.wave + 1,
                "starts_seconds": turn.starts_seconds,
                "ends_seconds": turn.ends_seconds,
                "waits_for": [{"logical_id": name, "because": cause} for name, cause in turn.waits_for],
            }
            for turn in turns
        ]
    }


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"

"""AWS's facts as data, and how the files among them are read.

They lie beside this file wherever the package is installed. importlib.resources would find them too, but brings
tempfile and zipfile along, which every cold start would pay for.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def text_of(*names: str) -> str | None:
    """The text of a data file, by its folder and name below this one; None where there is none."""
    file = _HERE.joinpath(*names)
    return file.read_text(encoding="utf-8") if file.is_file() else None

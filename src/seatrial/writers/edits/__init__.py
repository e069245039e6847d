"""Writes edits into a template's text and leaves everything else as it stands, to the byte.

A parser that writes the whole file anew keeps comments, but not line breaks, quotes and the columns that people chose:
a mend of one line would show as a change of hundred. So the text's own nodes tell where something stands, and only
there is written what ruamel.yaml makes of the value. The same serves JSON, whose objects and lists are YAML's flow
style.
"""

from seatrial.writers.edits.text import CannotEdit, edited

__all__ = ["CannotEdit", "edited"]

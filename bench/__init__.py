"""What Seatrial costs, side by side with what one would otherwise have.

``make bench`` runs every comparison, ``python -m bench NAME...`` some of them. Both sides of a comparison run in turns
in the same minutes on the same machine, and what is printed is their ratio: figures of another day or another machine
are no yardstick.

A comparison is a file with a function that returns a ``Comparison``, and a line in the table of ``bench.__main__``.
"""

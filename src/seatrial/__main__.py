"""``python -m seatrial``."""

from seatrial.faces.cli.main import main

main()

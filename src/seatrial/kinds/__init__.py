"""One card per AWS type: pure data that drives every other floor."""

"""The nouns of Seatrial: frozen values from the standard library alone, with no I/O and no clock.

Every other floor speaks in these. The vocabulary is CloudFormation's.
"""

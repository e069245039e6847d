"""One check, one file, named as its code; what several of them need is a floor up, in files named by what they know."""

"""A world made of a clock, a seed and the decisions: services, tasks and load balancers with no machine under them.

``world.World`` runs the very functions of ``decide/`` that the engine runs, against containers that exist only as a few
facts (``ground``), in a time that is wound forward from event to event. What the containers do is drawn from the seed
(``behaviour``); the engine can be killed at any point and comes back with what its journal holds (``engine``). The same
seed gives the same story, line by line.
"""

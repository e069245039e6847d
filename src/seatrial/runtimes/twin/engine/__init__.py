"""The engine: observes, lets ``decide/`` decide, has ``act/`` act, and writes down what it did.

It is one asyncio process inside the dock's namespaces. Whatever it must not forget is in the journal before it is acted
upon, so that it may be killed at any moment; what runs is found again by name and label.
"""

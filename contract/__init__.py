"""What crosses a process border, written once: words, turns, the plan, room events, RPC and HTTP bodies.

Everything here is a pydantic model or a constant. `python -m contract.generate` writes `contract/schema.json`,
from which the web client's types are made; CI compares both. To add a message: a model in the file of its border, and
its name in that file's list of exported models.
"""

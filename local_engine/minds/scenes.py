"""Whole scenes to choose from where a learner left something open."""

from typing import Final

from local_engine.minds.scene import Scene

# The first is what anybody can do.
SCENES: Final = (
    Scene("coffee shop", "barista", "order a drink"),
    Scene("hotel", "receptionist", "check in"),
    Scene("airport", "airline clerk", "check in for a flight"),
    Scene("restaurant", "waiter", "order dinner"),
    Scene("hospital", "doctor", "explain my symptoms"),
    Scene("clothing store", "clerk", "exchange a shirt"),
    Scene("taxi", "driver", "get to the station"),
    Scene("office", "interviewer", "have a job interview"),
    Scene("bank", "teller", "open an account"),
    Scene("pharmacy", "pharmacist", "buy medicine"),
    Scene("supermarket", "cashier", "ask for a refund"),
    Scene("train station", "ticket clerk", "buy a ticket"),
    Scene("party", "friend", "make small talk"),
    Scene("immigration desk", "immigration officer", "answer the questions"),
    Scene("post office", "postal clerk", "send a parcel"),
)


def whole_scene(known: Scene) -> Scene:
    """`known`, with what it lacks from the row that agrees with most of it."""
    best = max(SCENES, key=lambda row: _agreement(row, known))
    return Scene(known.place or best.place, known.partner or best.partner, known.goal or best.goal)


def _agreement(row: Scene, known: Scene) -> int:
    pairs = ((row.place, known.place), (row.partner, known.partner), (row.goal, known.goal))
    return sum(_alike(ours, theirs) for ours, theirs in pairs)


def _alike(ours: str | None, theirs: str | None) -> int:
    """2 for the same, 1 for a word in common, 0 for nothing."""
    if not ours or not theirs:
        return 0
    if ours.lower() == theirs.lower():
        return 2
    return int(
        bool(set(ours.lower().split()) & set(theirs.lower().split()) - {"a", "an", "the", "my", "in", "for"})
    )

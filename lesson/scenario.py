"""Building the scene: what is known, how it changes, and what the builder does next (docs/behaviours.md, B1-B13).

The whole of it is `hear` and `fill`: both give a new state and the one step that follows from it. They give `Complete`
exactly once in the life of a state: completing and saying so are one transition, done before anything is awaited.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

from contract.scenario import CatalogueScenario, Scenario
from contract.words import FIELDS, Field
from lesson.catalogue import best_match
from lesson.utterances import corrected_fields, is_unheard, leaves_choice

MAX_ATTEMPTS: Final = 3  # questions; the greeting is none
# Where neither the learner, the model nor the catalogue knew.
DEFAULT_SCENARIO: Final = Scenario(place="coffee shop", partner="barista", goal="order a drink")


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for exactly this field. `again`: it was asked before, so it needs other words."""

    field: Field
    again: bool = False


@dataclass(frozen=True, slots=True)
class RepeatQuestion:
    """Nothing was heard: the not-heard notice and the last question once more; None is the greeting's."""

    field: Field | None


@dataclass(frozen=True, slots=True)
class Fallback:
    """No further question: a model is asked for these, then `fill`. It comes again if the learner speaks meanwhile; what
    they said counts, and `fill` completes once.
    """

    missing: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Complete:
    """Now, and never again: event, row, closing line, hand-off. `filled` are the fields the learner did not give."""

    scenario: Scenario
    filled: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    """The scene is complete already; the builder ignores what comes after."""


Step = Ask | RepeatQuestion | Fallback | Complete | Nothing


@dataclass(frozen=True, slots=True)
class ScenarioState:
    """`attempts` counts questions asked, `last_asked` is the newest (not stored: it only matters within a sitting)."""

    scenario: Scenario = field(default_factory=Scenario)
    attempts: int = 0
    asked_fields: frozenset[Field] = frozenset()
    completed: bool = False
    last_asked: Field | None = None

    @classmethod
    def from_stored(
        cls, scenario: Scenario, *, attempts: int, asked_fields: Iterable[Field], completed: bool
    ) -> Self:
        asked = frozenset(asked_fields)
        last = next((name for name in reversed(FIELDS) if name in asked), None)
        return cls(scenario, attempts, asked, completed, last)

    @property
    def asked_sorted(self) -> tuple[Field, ...]:
        """The stored form of `asked_fields`."""
        return tuple(sorted(self.asked_fields))

    @property
    def missing(self) -> tuple[Field, ...]:
        """In the order of need and of asking: place, partner, goal."""
        return tuple(name for name in FIELDS if getattr(self.scenario, name) is None)


def hear(state: ScenarioState, said: str | None, found: Scenario) -> tuple[ScenarioState, Step]:
    """After one learner turn: `said` is its text, spoken or typed (None or blank: nothing heard), `found` what was
    extracted from it (all None where the extraction failed or was late).
    """
    if state.completed:
        return state, Nothing()
    if said is None or is_unheard(said):
        return state, RepeatQuestion(state.last_asked)
    state = replace(state, scenario=_with_found(state.scenario, found, said))
    if not state.missing:
        return replace(state, completed=True), Complete(state.scenario)
    if state.attempts >= MAX_ATTEMPTS or leaves_choice(said):
        return state, Fallback(state.missing)
    target = target_field(state)
    asked = replace(
        state, attempts=state.attempts + 1, asked_fields=state.asked_fields | {target}, last_asked=target
    )
    return asked, Ask(target, again=target in state.asked_fields)


def fill(
    state: ScenarioState, proposals: Sequence[Scenario], catalogue: Sequence[CatalogueScenario]
) -> tuple[ScenarioState, Step]:
    """End the building with what there is: the model's proposals in turn (`parse_fallback`), then the catalogue, then
    the defaults. Never overwrites a value of the learner's, never leaves a field None, never raises.
    """
    if state.completed:
        return state, Nothing()
    missing = state.missing
    scenario = state.scenario
    for proposal in proposals:
        scenario = merged(scenario, proposal)
    if not scenario.complete and (row := best_match(scenario, catalogue)) is not None:
        scenario = merged(scenario, Scenario(place=row.place, partner=row.partner, goal=row.goal))
    scenario = merged(scenario, DEFAULT_SCENARIO)
    return replace(state, scenario=scenario, completed=True), Complete(scenario, filled=missing)


def merged(scenario: Scenario, addition: Scenario) -> Scenario:
    """The scenario with its empty fields taken from `addition`; so `merged(wish, scenario)` changes a scene that is
    being played, where the learner objects to it.
    """
    return Scenario(
        place=scenario.place or addition.place,
        partner=scenario.partner or addition.partner,
        goal=scenario.goal or addition.goal,
    )


def target_field(state: ScenarioState) -> Field:
    """The first missing field not asked for yet, else the first missing. There must be one."""
    missing = state.missing
    if not missing:
        raise ValueError("no field of the scenario is missing, expected at least one to ask for")
    return next((name for name in missing if name not in state.asked_fields), missing[0])


def _with_found(scenario: Scenario, found: Scenario, said: str) -> Scenario:
    """Empty fields take what was found; a filled one only by an explicit correction."""
    corrected = corrected_fields(said, scenario)
    values: dict[Field, str | None] = {}
    for name in FIELDS:
        old, new = getattr(scenario, name), getattr(found, name)
        values[name] = new if new is not None and (old is None or name in corrected) else old
    return Scenario(place=values["place"], partner=values["partner"], goal=values["goal"])

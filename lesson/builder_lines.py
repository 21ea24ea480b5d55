"""What the builder says beside its questions: greeting, closing line. Fixed words, said by the engine's TTS.

Each is a `Line` in both languages: one is said, the other is the caption. Values of the learner's are put in as they are
stored (English), so no Korean particle follows one.
"""

from collections.abc import Sequence
from typing import Final

from contract.scenario import Scenario
from contract.words import FIELDS, Field
from lesson.questions import Line

# A determiner, possessive or number already says which one; capitals are names ("Dr. Kim", "Incheon Airport").
_DETERMINED: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "your",
        "his",
        "her",
        "our",
        "their",
        "this",
        "that",
        "these",
        "those",
        "some",
        "any",
        "one",
        "two",
        "three",
        "home",
        "work",
        "school",
        "online",
    ]
)
# A job that takes over a half-built scene says so, then asks the last question again.
RESUMED: Final = Line(
    ko="잠시 연결이 끊겼지만 이어서 할게요.", en="I was cut off for a moment, but let's go on."
)
# After MAX_UNHEARD lines in a row that nobody could hear.
OFFER_TYPING: Final = Line(
    ko="말하기 어려우면 글로 써도 괜찮아요.", en="You can also type, if that is easier."
)
_PREPOSITIONS: Final = ("at ", "in ", "on ", "inside ", "to ", "with ")
_FIELD_NAMES: Final[dict[Field, Line]] = {
    "place": Line(ko="장소", en="the place"),
    "partner": Line(ko="상대", en="the partner"),
    "goal": Line(ko="할 일", en="the goal"),
}


def greeting(scenario: Scenario) -> Line:
    """Says it is an AI, and asks for what is still missing, all at once. It is not one of the three questions."""
    missing = [field for field in FIELDS if getattr(scenario, field) is None]
    en = {"place": "where you are", "partner": "who you are talking to", "goal": "what you want to do"}
    ko = " ".join(word for field, word in (("place", "어디에서"), ("partner", "누구와")) if field in missing)
    ko = f"{ko} {'무엇을 할지' if 'goal' in missing else '이야기할지'}".strip()
    return Line(
        ko=f"안녕하세요, 저는 AI 영어 튜터예요. {ko} 말해 주세요.",
        en=f"Hi, I am your AI English tutor. Tell me {_listed([en[field] for field in missing])}.",
    )


def closing_line(scenario: Scenario, *, filled: Sequence[Field] = ()) -> Line:
    """The briefing: one sentence naming place, partner and goal, after one that says what `fill` had to choose.

    Raises ValueError for an incomplete scenario.
    """
    if not (scenario.place and scenario.partner and scenario.goal):
        raise ValueError("the scenario is incomplete, expected place, partner and goal")
    scene = Line(
        ko=f"장면이 준비됐어요. 장소: {scenario.place}, 상대: {scenario.partner}, 할 일: {scenario.goal}.",
        en=f"Here is our scene: {_the(scenario.place)}, with {_the(scenario.partner)}, and your goal: {scenario.goal}.",
    )
    if not filled:
        return scene
    names = [_FIELD_NAMES[field] for field in FIELDS if field in filled]
    chosen = Line(
        ko=f"{_listed_ko([name.ko for name in names])} 제가 골랐으니 바꾸고 싶으면 말해 주세요.",
        en=f"I chose {_listed([name.en for name in names])} for you, so tell me if you want a change.",
    )
    # Two sentences, not three: what was chosen takes the place of "the scene is ready".
    return Line(ko=f"{chosen.ko} {scene.ko.split('. ', 1)[1]}", en=f"{chosen.en} {scene.en}")


def _the(phrase: str) -> str:
    """As it is said in a sentence: "hotel" is "the hotel", "my doctor" and "Dr. Kim" stay."""
    for preposition in _PREPOSITIONS:
        if phrase.casefold().startswith(preposition):
            phrase = phrase[len(preposition) :]
            break
    first = phrase.split()[0] if phrase.split() else ""
    determined = first.casefold() in _DETERMINED or first[:1].isupper() or first[:1].isdigit()
    return phrase if determined else f"the {phrase}"


def _listed(words: Sequence[str]) -> str:
    """Joined for speech: "a", "a and b", "a, b, and c"."""
    if len(words) <= 2:
        return " and ".join(words)
    return ", ".join(words[:-1]) + f", and {words[-1]}"


def _listed_ko(words: Sequence[str]) -> str:
    """The names of fields as a topic: 장소는, 상대와 할 일은, 장소, 상대, 할 일은. Only "할 일" ends in a consonant."""
    joined = "와 ".join(words) if len(words) == 2 else ", ".join(words)
    return joined + ("은" if words[-1] == "할 일" else "는")

"""What the tutor must not say: the classes, the question to a classifier, its verdict, and the line said instead.

The classifier is a chat model that sees the scene and what the tutor has said of its line so far. Its failure lets
speech pass; that is the caller's (docs/behaviours.md, G1).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from contract.scenario import Scenario
from lesson.persona import quoted, scene_values
from lesson.questions import Line, sentences

Category = Literal["OFFENSIVE", "OFF_BRAND", "VIOLENCE", "NONE"]
CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)

MAX_LINE_CHARACTERS: Final = 1200  # of one reply of the tutor's; the end of a longer one is looked at
MAX_RATIONALE_SENTENCES: Final = 2
# A piece of a line that is worth a verdict: a second of speech and more up to a pause, or five seconds without one.
PIECE_CHARACTERS: Final = 16
LONG_PIECE_CHARACTERS: Final = 80

VERDICT_SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        # First the reason, then the class: a model that writes in this order judges better.
        "rationale": {"type": "string", "description": "why, in at most two sentences"},
        "moderation_category": {"type": "string", "enum": list(CATEGORIES)},
    },
    "required": ["rationale", "moderation_category"],
    "additionalProperties": False,
}

# Said word for word when the tutor's second attempt was no better, or there is no time for one.
REDIRECT_LINES: Final = (
    Line(
        en="Sorry, let me say that differently. Shall we go on with our talk?",
        ko="미안해요, 다르게 말할게요. 이야기를 계속해 볼까요?",
    ),
    Line(
        en="Sorry, that is not something for our lesson. Let us go back to what we were doing.",
        ko="미안해요, 수업에 맞지 않는 이야기였어요. 하던 이야기로 돌아가요.",
    ),
)
REDIRECTS: Final = tuple(line.en for line in REDIRECT_LINES)


# A mark inside a number or a word is none: what follows it decides.
_PAUSE: Final = re.compile(r"[,;:.!?…][\"'”’)]*(?=\s)|[。！？、，；：]|\n")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rationale` is at most two sentences, for a person who looks into it; it quotes speech, so no log has it."""

    category: Category
    rationale: str = ""

    @property
    def is_hit(self) -> bool:
        return self.category != "NONE"


def verdict_messages(
    instructions: str, line: str, scenario: Scenario, *, title: str = ""
) -> list[dict[str, str]]:
    """`instructions` is the authored prompt; `line` is what the tutor said of its turn so far, as quoted data."""
    scene = "\n".join(
        f"{name.capitalize()}: {quoted(value)}" for name, value in scene_values(scenario, title=title).items()
    )
    return [
        {"role": "system", "content": f"{instructions.strip()}\n\n{scene}"},
        {"role": "user", "content": quoted(line[-MAX_LINE_CHARACTERS:], limit=MAX_LINE_CHARACTERS)},
    ]


def due_for_judgement(said: str, judged: int, *, ended: bool = False) -> int:
    """How far a line that is still being written is to be judged now; `judged`, how far it was: the same is nothing new.

    At a pause (the end of a sentence or clause) once enough has come together, at a word where no pause comes, and at
    the end of the line.
    """
    if ended:
        return len(said) if said[judged:].strip() else judged
    pauses = [mark.end() for mark in _PAUSE.finditer(said, judged) if mark.end() - judged >= PIECE_CHARACTERS]
    if pauses:
        return pauses[-1]
    if len(said) - judged > LONG_PIECE_CHARACTERS:
        return max(said.rfind(" ", judged), judged)
    return judged


def parse_verdict(raw: str | None) -> Verdict | None:
    """None for what is no verdict: the caller counts it as a failure. A class we do not know is none."""
    try:
        answer = json.loads(raw or "")
    except ValueError:
        return None
    if not isinstance(answer, dict):
        return None
    category = next((one for one in CATEGORIES if one == answer.get("moderation_category")), None)
    if category is None:
        return None
    return Verdict(category, _shortened(answer.get("rationale")))


def redirect(previous: str | None) -> str:
    """The safe line, not the one said last."""
    return next(line for line in REDIRECTS if line != previous)


def _shortened(rationale: object) -> str:
    if not isinstance(rationale, str):
        return ""
    return " ".join(sentences(re.sub(r"\s+", " ", rationale))[:MAX_RATIONALE_SENTENCES])

"""The tutor's next line in a scene: a pure function of the scene and the talk until now.

It answers what was said where a topic has words for it, and else carries the scene on. It never says the same thing
twice in a row, and lets the learner lead when it has asked twice in a row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from local_engine.minds.lines import Topic, topic_of
from local_engine.minds.scene import Scene, Wish
from local_engine.sentences import split_sentences

_AI: Final = re.compile(
    r"\b(?:are|r) you (?:an? )?(?:ai|a\.i\.|robot|bot|machine|computer|program|human|real|chatgpt)\b|진짜 사람|인공지능|로봇",
    re.IGNORECASE,
)
_AGAIN: Final = re.compile(
    r"^(?:i'?m )?(?:sorry|pardon|excuse me|what)\W*$|\b(?:repeat|say) (?:that|it|this)?\s*(?:again|once more|one more time|please)"
    r"|\brepeat\b|what did you say|didn'?t (?:hear|catch|understand)|don'?t understand|(?:more )?slowly|slow down"
    r"|다시 (?:한번 )?말|못 들었|천천히",
    re.IGNORECASE,
)
_CORRECT_ME: Final = re.compile(
    r"\bcorrect (?:me|my)|my (?:english|grammar|sentence) (?:right|correct|ok)|is that (?:right|correct) english|how do (?:you|i) say"
    r"|문법|고쳐|영어로 (?:뭐|어떻게)",
    re.IGNORECASE,
)
_BYE: Final = re.compile(
    r"\b(?:good ?bye|bye(?: bye)?|see you|have a (?:nice|good) (?:day|evening|one))\b|안녕히", re.IGNORECASE
)
_ABUSE: Final = re.compile(
    r"\bf+u+c+k|\bbitch\b|\basshole\b|\b(?:you(?:'re| are)?|shut up,?) (?:so |a |an )?(?:stupid|idiot|dumb|moron)\b"
    r"|\bi(?:'ll| will| want to) (?:kill|hurt|beat) you\b|씨발|시발|개새끼|병신|꺼져|죽여버|죽일 거",
    re.IGNORECASE,
)
_QUIET_LINES: Final = (
    "I see.",
    "All right.",
    "Take your time.",
    "I understand.",
    "That is fine.",
    "Very good.",
    "Of course.",
)
_NEVER_ANSWERED: Final = "I am only a small practice partner, so I cannot correct sentences. Let us go on."
_CLOSING: Final = (
    "Thank you, and goodbye. Would you like to go on, change something, or finish?",
    "It was nice talking to you. Shall we go on, change something, or finish?",
)
_AFTER_ME: Final = re.compile(r"^(?:please )?(?:say|repeat) after me\W+(?P<words>\w.*)$", re.IGNORECASE)
_BACK: Final = ("Sorry, I am back.", "I am sorry, here I am again.")
MAX_QUESTIONS_IN_A_ROW: Final = 2


@dataclass(frozen=True, slots=True)
class Talk:
    """`learner` and `tutor` are what each said so far, in order; `unanswered`: the learner's was the last word."""

    scene: Scene
    learner: Sequence[str]
    tutor: Sequence[str]
    first_line: str | None = None
    abuse_line: str | None = None
    unanswered: bool = False

    @property
    def last(self) -> str:
        return self.tutor[-1] if self.tutor else ""


def line(talk: Talk, wish: Wish) -> str:
    """One or two sentences."""
    topic = topic_of(talk.scene)
    first = talk.first_line or topic.first[0]
    match wish:
        case "again" if talk.tutor and not talk.unanswered:  # else the line to say again never got here
            return talk.last
        case "other":
            return _fresh(
                [f"Let us talk about our scene. {_go_on(talk, topic)}", "Let us go on with our scene."], talk
            )
        case "back":
            return _fresh([f"{back} {_go_on(talk, topic)}" for back in _BACK], talk)
        case "continued":
            recap = (
                f"Last time {_about(talk.scene)}."
                if talk.scene != Scene()
                else "Last time we had a good talk."
            )
            return f"{recap} {_first_question(topic)}"
        case "new":
            return f"{briefing(talk.scene)} {first}" if talk.scene != Scene() else first
        case "briefing":
            return briefing(talk.scene)
        case "free" | "first_line":
            return first
        case _:
            return _answer(talk, topic) if talk.learner else first


def briefing(scene: Scene) -> str:
    """Where, who and what for, in one sentence."""
    place = f"We are at {the(scene.place)}" if scene.place else "This is our scene"
    partner = f", I am {the(scene.partner)}" if scene.partner else ""
    goal = f", and your goal is this: {scene.goal}" if scene.goal else ""
    return f"{place}{partner}{goal}."


def the(phrase: str) -> str:
    """A phrase with its article: hotel → the hotel; my boss, Dr. Kim and Anywhere stay."""
    first = phrase.split()[0]
    if (
        first.lower() in {"a", "an", "the", "my", "your", "our", "home"}
        or first[0].isupper()
        or first[0].isdigit()
    ):
        return phrase
    return f"the {phrase}"


def _about(scene: Scene) -> str:
    where = f"we were at {the(scene.place)}" if scene.place else "we talked"
    return f"{where}, and you wanted this: {scene.goal}" if scene.goal else where


def _answer(talk: Talk, topic: Topic) -> str:
    said = talk.learner[-1]
    if _ABUSE.search(said) and talk.abuse_line:
        return talk.abuse_line
    if echo := _AFTER_ME.match(said):
        return echo["words"]
    if _AI.search(said):
        return _fresh(
            [f"Yes, I am an AI. {_go_on(talk, topic)}", "Yes, I am an AI tutor. Please go on."], talk
        )
    if _AGAIN.search(said) and talk.last:
        again = re.sub(r"^(?:Of course|Sure)[.,:] ", "", talk.last)
        return f"Of course. {again}" if not talk.last.startswith("Of course.") else f"Sure. {again}"
    if _CORRECT_ME.search(said):
        return _fresh([_NEVER_ANSWERED, f"I cannot correct sentences here. {_go_on(talk, topic)}"], talk)
    if _BYE.search(said):
        return _fresh(_CLOSING, talk)
    return _fresh(list(_candidates(talk, topic, said)), talk)


def _candidates(talk: Talk, topic: Topic, said: str) -> Iterator[str]:
    """The best first."""
    used = set(talk.tutor)
    for answers in topic.answers:
        if answers.when.search(said):
            yield from (say for say in answers.say if not _said(say, used))
    yield from (
        lead for lead in topic.lead if not _said(lead, used) and not _settled(lead, topic, talk.learner)
    )
    yield from _QUIET_LINES


def _fresh(candidates: Sequence[str], talk: Talk) -> str:
    """The first that is not what was just said, and no third question in a row where there is a choice."""
    allowed = [candidate for candidate in candidates if candidate != talk.last]
    if (
        all(past.endswith("?") for past in talk.tutor[-MAX_QUESTIONS_IN_A_ROW:])
        and len(talk.tutor) >= MAX_QUESTIONS_IN_A_ROW
    ):
        allowed = [candidate for candidate in allowed if not candidate.endswith("?")] or allowed
    return allowed[0] if allowed else "Please go on."


def _go_on(talk: Talk, topic: Topic) -> str:
    """Back to the scene: our last question, else the next line."""
    questions = [piece for piece in split_sentences(talk.last) if piece.endswith("?")]
    if questions:
        return questions[-1]
    return next((lead for lead in topic.lead if not _said(lead, set(talk.tutor))), "Please go on.")


def _first_question(topic: Topic) -> str:
    lead = next(lead for lead in (*topic.lead, *topic.first) if lead.endswith("?"))
    return split_sentences(lead)[-1]


def _settled(lead: str, topic: Topic, learner: Sequence[str]) -> bool:
    """Whether the learner has spoken of it before: no passport is asked for twice."""
    return any(
        answers.when.search(lead) and any(answers.when.search(said) for said in learner)
        for answers in topic.answers
    )


def _said(candidate: str, used: set[str]) -> bool:
    return any(candidate in past for past in used)

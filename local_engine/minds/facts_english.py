"""Place, partner and goal in an English sentence."""

import re
from typing import Final

from local_engine.minds.facts import Facts, Field
from local_engine.minds.phrases_english import bare_phrase, base_form, ends_in, goal_phrase, noun_phrase
from local_engine.minds.words_english import (
    COMPANIONS,
    NO_PARTNERS,
    NO_PLACES,
    NOTHING_SAID,
    PARTNERS,
    PLACES,
    VERBS,
)

_I_AM: Final = (
    r"(?:i am|i'm|im|we are|we're|i'll be|i will be|imagine i'm|let's say i'm|i was|i will go|i'm going)"
)
_PLACE_SAID: Final = re.compile(
    rf"\b(?:{_I_AM}(?: \w+ly)?(?: now| here)? (?:at|in|on|inside)|(?:the )?(?:place|scene|situation|setting) (?:is|at|in|would be)(?: at| in)?) {noun_phrase('np')}"
)
_PLACE_AT: Final = re.compile(rf"\b(?:at|in|inside|to|on|for|into) {noun_phrase('np')}")
_TALK_TO: Final = re.compile(
    rf"\b(?:talk|talking|speak|speaking|chat|chatting|say|ask|asking|conversation|talks) (?:to|with)?\s*{noun_phrase('np')}"
)
_WITH: Final = re.compile(rf"\b(?:with|to|from) {noun_phrase('np')}")
_TALKS: Final = re.compile(r"\b(?:talk|speak|chat|discuss)\w*\b|\bconversation\b")
_PARTNER_IS: Final = re.compile(
    rf"\b(?:you are|you're|you can be|you be|you could be|partner is|partner should be|be my) {noun_phrase('np')}"
)
_WANT_TO: Final = re.compile(
    r"\b(?:want|need|like|love|have|going|gonna|wanna|trying|try|hope|wish|plan|planning|here|there|goal is|have got)"
    r" (?:to )?(?:practice |practise )?(?P<verb>[\w']+)(?=(?P<rest>[^.,;!?]*))"
)
_TO_VERB: Final = re.compile(r"\bto (?P<verb>[\w']+)(?=(?P<rest>[^.,;!?]*))")
_PRACTICE: Final = re.compile(
    r"\b(?:practice|practise|practicing|practising|try|doing|do) (?P<what>[\w'-]+)(?P<rest>[^.,;!?]*)"
)
_PRACTICE_THING: Final = re.compile(r"\bpracti[cs](?:e|ing) (?P<what>[^.,;!?]+)")
_SITUATION: Final = re.compile(r" (?:situation|scene|conversation|dialogue|dialog|scenario|role play)s?\b")
_WANT_THING: Final = re.compile(
    r"\b(?:i want|i need|we want|we need|i'd like|i would like|we'd like|i'll have|i'll take) "
    r"(?P<np>(?:a|an|some|the|my|two|three|help with|advice on)\s[^.,;!?]+)"
)
_ABOUT: Final = re.compile(
    r"\b(?:talk\w*|speak\w*|ask\w*|discuss\w*|chat\w*)\b.*?\babout (?P<rest>[^.,;!?]+)"
)
_HERE_FOR: Final = re.compile(r"\b(?:here|there|am|i'm) for (?P<np>[^.,;!?]+)")
_UNWANTED: Final = re.compile(r"\b(?:don't|do not) (?:want|need)\b")
_CORRECTIONS: Final = [
    re.compile(r"\b(?:don't|do not) (?:want|need)(?: to)? (?P<old>.+?) ?(?:, ?but|,|\.| but) ?(?P<new>.+)$"),
    re.compile(
        r"\b(?:not|isn't|no not) (?:at |in |to |with )?(?P<old>.+?) ?(?:, ?but|, ?it's|, ?i mean|,|;|\.| but) ?(?P<new>.+)$"
    ),
    re.compile(r"\b(?P<new>.+?) (?:instead of|rather than|not) (?P<old>.+)$"),
    re.compile(r"^(?:no|oh no|sorry|oh sorry|wait) ?, ?(?P<new>.+)$"),
    re.compile(
        r"\b(?:actually|i mean|i meant|rather|change (?:it|that|the \w+|\w+) to|make it|make that) ?,? ?(?P<new>.+)$"
    ),
    re.compile(r"^(?P<new>.+?) instead$"),
]
_YOU_CHOOSE: Final = re.compile(
    r"\b(?:you (?:can |could |may |should |just |please )?(?:decide|choose|pick|select)|up to you|your choice|surprise me"
    r"|whatever you|(?:doesn't|does not|don't|do not) (?:matter|care|mind)|no preference|decide for me|choose for me)\b"
    r"|^(?:um |well |hmm )?(?:oh )?,? ?(?:anything|whatever|anywhere|anyone|anybody|any|either)(?: (?:is|will be|'s|would be))?"
    r"(?: ?(?:fine|ok|okay|good|great|works|will do))?(?: with me| for me)?(?: please)?$"
)
_PERSON_AT: Final = re.compile(r"^(?:the|a|an|my) ([\w' -]+?) (?:at|in|from|behind|on) (?:the|a|an|my) ")
_QUESTION: Final = re.compile(
    r"^(?:what|who|where|when|why|how|which|can|could|do|does|is|are|did|will|would|may) (?!about\b)"
)


def english_facts(text: str, *, asked: Field | None) -> Facts:
    said = _plain(text)
    if not said or said in NOTHING_SAID:
        return Facts()
    if _YOU_CHOOSE.search(said):
        return Facts(you_choose=True)
    if corrected := _correction(said, asked):
        return corrected
    if _UNWANTED.search(said):
        return Facts()
    place, partner, goal = _place(said), _partner(said), _goal(said)
    if asked == "partner" and partner is None and goal is None and (found := _PERSON_AT.match(said)):
        partner = found[1]
    if asked == "goal" and goal is None and partner is None and said.startswith("to ") and place is not None:
        return Facts(goal=f"go {said}")
    if (place, partner, goal) == (None, None, None):
        return _bare(said, asked, question=text.rstrip().endswith("?") or _QUESTION.match(said) is not None)
    return Facts(place=place, partner=partner, goal=goal)


def _plain(text: str) -> str:
    text = text.lower().replace("’", "'").replace("check-in", "check in").replace("check-out", "check out")
    text = re.sub(r"[.!?;:]+(?=\s|$)", " . ", text)
    text = re.sub(r"[^\w\s',.-]|,", lambda found: " , " if found[0] == "," else " ", text)
    text = re.sub(r"\b(?:um+|uh+|er+|hmm+|well|so|oh)\b(?: ,)?", " ", text)
    return re.sub(r"\s+", " ", text).strip(" .,")


def _place(said: str) -> str | None:
    if found := _PLACE_SAID.search(said):
        value = bare_phrase(found["np"])
        if ends_in(value, NO_PLACES) or (ends_in(value, PARTNERS) and not ends_in(value, PLACES)):
            value = ""
        if value and value.split()[0] not in {"trouble", "hurry"} and not value[0].isdigit():
            return value
    for found in _PLACE_AT.finditer(said):
        value = bare_phrase(found["np"])
        if ends_in(value, PLACES):
            return value
    if found := _PRACTICE_THING.search(said):
        phrase = _SITUATION.sub("", bare_phrase(found["what"]))
        return phrase if phrase in PLACES else _split_place(phrase)[0]
    return None


def _partner(said: str) -> str | None:
    for pattern, any_person in ((_PARTNER_IS, False), (_TALK_TO, True), (_WITH, False)):
        for found in pattern.finditer(said):
            value = bare_phrase(found["np"])
            if (
                not value
                or ends_in(value, NO_PARTNERS)
                or ends_in(value, PLACES)
                or value.split()[0] in VERBS
            ):
                continue
            if ends_in(value, PARTNERS) or (
                any_person and re.search(r"\b(?:to|with)\s+\S*$|\b(?:to|with) ", found[0])
            ):
                # "with my friend" is company; "talking to my friend", "talk with a friend" is the one spoken to.
                talks = _TALKS.search(said, 0, found.start())
                if not any_person and ends_in(value, COMPANIONS) and not talks:
                    continue
                return value
    return None


def _goal(said: str) -> str | None:
    if (found := _PRACTICE.search(said)) and (goal := _practised(found)):
        return goal
    for pattern in (_WANT_TO, _TO_VERB):
        for found in pattern.finditer(said):
            if found["verb"] in VERBS and (goal := goal_phrase(f"{found['verb']}{found['rest']}")):
                return goal
    if (found := _ABOUT.search(said)) and (goal := goal_phrase(found["rest"])):
        return f"talk about {goal}"
    if (found := _WANT_THING.search(said)) and (goal := goal_phrase(found["np"])):
        return goal if goal.startswith(("help", "advice")) else f"get {goal}"
    if (found := _HERE_FOR.search(said)) and (
        goal := goal_phrase(re.sub(r"^(?:a|an|the|my) ", "", found["np"]))
    ):
        return goal
    return None


def _practised(found: re.Match[str]) -> str | None:
    """Practice checking in → check in; practice a job interview → job interview."""
    verb = base_form(found["what"])
    if verb in VERBS:
        return goal_phrase(f"{verb}{found['rest']}")
    if not found[0].startswith("practi"):
        return None
    goal = goal_phrase(_SITUATION.sub("", f"{found['what']}{found['rest']}"))
    return (
        None
        if goal is None or ends_in(goal, PLACES | PARTNERS | NO_PARTNERS)
        else _split_place(bare_phrase(goal))[1]
    )


def _split_place(phrase: str) -> tuple[str | None, str | None]:
    """Airport check in → airport, check in. Without a place in front: None and the phrase."""
    words = phrase.split()
    for size in (3, 2, 1):
        if len(words) > size and (place := " ".join(words[:size])) in PLACES:
            return place, " ".join(words[size:])
    return None, phrase or None


def _correction(said: str, asked: Field | None) -> Facts | None:
    for pattern in _CORRECTIONS:
        if not (found := pattern.search(said)):
            continue
        new, old = found["new"].strip(" ,."), (found.groupdict().get("old") or "").strip(" ,.")
        facts = Facts(place=_place(new), partner=_partner(new), goal=_goal(new))
        if facts == Facts():
            facts = _bare(new, _kind(old) or asked, question=False)
        if facts != Facts() and not facts.you_choose and (not old or _kind(old) or asked):
            return Facts(facts.place, facts.partner, facts.goal, correction=True)
    return None


def _kind(phrase: str) -> Field | None:
    value = bare_phrase(phrase)
    if ends_in(value, PLACES):
        return "place"
    if ends_in(value, PARTNERS | COMPANIONS):
        return "partner"
    return "goal" if value and (value.split()[0] in VERBS or base_form(value.split()[0]) in VERBS) else None


def _bare(said: str, asked: Field | None, *, question: bool) -> Facts:
    """A phrase without a sentence around it: "the receptionist", "at the hotel", "check in"."""
    said = re.sub(
        r"^(?:it's|it is|maybe|i think|i guess|let's (?:do|say|try|go to|go)|(?:can|could|shall) we (?:do|try|go to|have)|how about|what about|just|yes ,|the \w+ is) ",
        "",
        said,
    )
    said = re.sub(r"^(?:at|in|to|with|on) ", "", said).removesuffix(" please").strip(" ,.")
    if question and not re.match(r"(?:a|an|the) ", said):
        return Facts()
    value, words = bare_phrase(said), said.split()
    if not value or len(words) > 7 or said in NOTHING_SAID or "," in words or "." in words:
        return Facts()
    kind = _kind(said)
    if kind is None:
        sentence = re.search(r"\b(?:i|i'm|you|we|it|is|are|was|don't|like|can't|what|my name)\b", said)
        kind = asked if asked is not None and sentence is None else kind
    if kind == "goal":
        first, *rest = words
        goal = goal_phrase(" ".join([base_form(first) if base_form(first) in VERBS else first, *rest]))
        return Facts(goal=goal and bare_phrase(goal))
    if kind is None or (kind == "partner" and ends_in(value, NO_PARTNERS)) or len(words) > 5:
        return Facts()
    if re.search(r"\b(?:i|i'm|like|love|hate)\b", said):
        return Facts()
    return Facts(place=value) if kind == "place" else Facts(partner=value)

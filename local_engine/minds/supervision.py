"""Both sides of a supervised talk: the voice that asks, and the supervisor that looks things up and answers.

The voice asks with a tool that takes the one text `context`. The supervisor is known by its tools (a dictionary, the
learner's lessons, phrases of the scene); it calls one, and reads out what came of it. A few questions it knows itself.
"""

import re
from collections.abc import Sequence
from typing import Final

from local_engine.minds.words_korean import PARTNERS, PLACES
from local_engine.protocols import HistoryItem, Message, Tool, ToolCall, ToolResult

_ABOUT_ENGLISH: Final = re.compile(
    r"\bwhat (?:does|do|did) (?!you\b|that\b|this\b|it\b|the\b|my\b|your\b).+ mean\b|\bmeaning of\b|\bhow (?:do|can|should) (?:i|you|we) say\b"
    r"|\bin english\b.*\?|\b(?:grammar|past tense|plural of|opposite of|present perfect)\b.*\?|\bis (?:my|that|this) (?:sentence|good english)\b"
    r"|\bwhy (?:is it|do (?:we|you) say) [\"'“‘]|\bdifference between [\"'“‘]?(?:say|a|since|will)\b|영어로 (?:뭐|어떻게|무)|무슨 뜻",
    re.IGNORECASE,
)
_ABOUT_LESSONS: Final = re.compile(
    r"\bhow many lessons\b|\bmy (?:lesson |learning )?(?:history|progress|mistakes)\b|\b(?:last|previous|earlier) lessons?\b"
    r"|지난 수업|수업.*몇 번|학습 기록",
    re.IGNORECASE,
)
_ABOUT_SERVICE: Final = re.compile(
    r"\b(?:change|choose) (?:your|the tutor'?s) (?:voice|speed)\b", re.IGNORECASE
)
_PHRASES: Final = re.compile(
    r"\bwhat (?:can|should|could) i say\b|\buseful (?:phrases|sentences)\b", re.IGNORECASE
)
_WORD: Final = re.compile(
    r"\b(?:what (?:does|do)|meaning of) (?:the (?:word|phrase) )?[\"'“‘]?(?P<en>[a-z][a-z' -]*?)[\"'”’]?(?: (?:mean|in english|here)\b.*|[?.!]*$)"
    r"|[\"'“‘]?(?P<ko>[a-z][a-z' -]*?)[\"'”’]?(?:은|는|이|가)? ?(?:무슨 뜻|뜻이)",
    re.IGNORECASE,
)
_KNOWN: Final[Sequence[tuple[re.Pattern[str], str]]] = (
    (
        re.compile(r"\ban hour\b", re.IGNORECASE),
        "We say an hour because the h is silent, so the word begins with a vowel sound.",
    ),
    (
        re.compile(r"\bsay\b.*\btell\b", re.IGNORECASE),
        "You say something, and you tell somebody something. For example: tell me your name.",
    ),
    (
        re.compile(r"\bpresent perfect\b|현재완료", re.IGNORECASE),
        "The present perfect joins the past with now. For example: I have lost my key, so I cannot open the door now.",
    ),
    (re.compile(r"\bpast tense of go\b", re.IGNORECASE), "The past tense of go is went."),
    (
        _ABOUT_SERVICE,
        "You can choose the voice and the speed in the settings of this lesson.",
    ),
)
_KOREAN_WORD: Final = re.compile(
    r"(?P<word>[가-힣][가-힣 ]*?)[\"'”’]?(?:(?:은|는|이|가|을|를)? ?영어로| in english\b)", re.IGNORECASE
)
_UNKNOWN: Final = "I am only a small practice tutor, so I do not know that."
_ENGLISH_OF: Final = {**PLACES, **PARTNERS}
_ENTRY: Final = re.compile(
    r"^(?P<word>.+?), (?P<part>noun|verb|adjective|adverb) 1: (?P<means>.+?)(?: \(also: .*?\))?\.(?: Example: (?P<example>.+)\.)?$",
    re.MULTILINE,
)
_COUNTS: Final = re.compile(r"In all: (?:at least )?(\d+)\. This month \([\d-]+\): (\d+)\.")
_ROW: Final = re.compile(
    r"^(\d+)\. [\d-]+, .+, [1-9]\d* lines, .*minutes$", re.MULTILINE
)  # not the running one


def supervisor_call(tools: Sequence[Tool], history: Sequence[HistoryItem]) -> ToolCall | None:
    """The voice's call, where the learner's last line is none of the scene's."""
    tool = next((tool for tool in tools if list(tool.parameters.get("properties", {})) == ["context"]), None)
    said = _asked(history)
    if tool is None or said is None:
        return None
    asks = _ABOUT_ENGLISH.search(said) or _ABOUT_LESSONS.search(said) or _ABOUT_SERVICE.search(said)
    return ToolCall(tool.name, {"context": said}) if asks else None


def is_supervised(tools: Sequence[Tool]) -> bool:
    """Whether this is the supervisor that is asked."""
    return {"dictionary", "earlier_lessons"} <= {tool.name for tool in tools}


def supervise(instructions: str, history: Sequence[HistoryItem]) -> ToolCall | str:
    question = next((i.text for i in reversed(history) if isinstance(i, Message) and i.role == "user"), "")
    last = history[-1] if history else None
    if isinstance(last, ToolResult):
        return _told(question, last)
    if word := _word_in(question):
        return ToolCall("dictionary", {"word": word})
    if (asked := _KOREAN_WORD.search(question)) and (english := _ENGLISH_OF.get(asked["word"].strip())):
        return f"영어로는 {english}라고 해요." if "Korean (" in instructions else f"You can say {english}."
    if _ABOUT_LESSONS.search(question):
        return ToolCall("earlier_lessons", {})
    if _PHRASES.search(question):
        return ToolCall("key_phrases", {})
    return next((answer for asked, answer in _KNOWN if asked.search(question)), _UNKNOWN)


def _asked(history: Sequence[HistoryItem]) -> str | None:
    last = history[-1] if history else None
    return last.text if isinstance(last, Message) and last.role == "user" else None


def _word_in(question: str) -> str | None:
    found = _WORD.search(question)
    if found is None:
        return None
    word = (found["en"] or found["ko"] or "").strip()
    return word if word and len(word.split()) <= 3 else None


def _told(question: str, result: ToolResult) -> ToolCall | str:
    """A tool's finding in a sentence, or the next thing to look up."""
    match result.name:
        case "dictionary" if entry := _ENTRY.search(result.output):
            example = f" For example: {entry['example']}." if entry["example"] else ""
            return f"The dictionary says that {entry['word']}, as {_a(entry['part'])}, means {entry['means']}.{example}"
        case "earlier_lessons" if counts := _COUNTS.search(result.output):
            if re.search(r"\b(?:last|previous|earlier) lesson\b|지난 수업", question, re.IGNORECASE):
                row = _ROW.search(result.output)
                if row is not None:
                    return ToolCall("lesson_lines", {"lesson": int(row[1]), "words": None})
            return f"You have had {counts[1]} lessons, {counts[2]} of them this month."
        case "lesson_lines" if (head := result.output.partition(":")[0]) and "learner: " in result.output:
            line = result.output.partition("learner: ")[2].partition("\n")[0]
            return f"In your lesson {head.split(', ')[0]}, you said: {line}"
        case "key_phrases" if "\n- " in result.output:
            phrase = result.output.partition("\n- ")[2].partition("\n")[0]
            return f"Here you can say: {phrase}"
    return "I am sorry, I could not find that."


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"

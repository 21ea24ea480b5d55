"""A dictionary entry: WordNet's, where it is installed."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from agent.tutor.supervisor_tools.tool import ToolRefusalError, takes, text_argument
from agent.tutor.supervisor_tools.wordnet import DictionaryMissingError, Part, Sense, WordNet

SENSES_A_PART = 3
_PARTS: dict[Part, str] = {"noun": "noun", "verb": "verb", "adj": "adjective", "adv": "adverb"}


class Dictionary:
    name = "dictionary"
    description = (
        "The entry of one English word or short phrase: its meanings, the most used first, with examples."
    )
    parameters = takes(word={"type": "string", "description": "the word or phrase, in English"})

    def __init__(self, wordnet: WordNet) -> None:
        self._wordnet = wordnet

    async def run(self, arguments: Mapping[str, Any]) -> str:
        word = text_argument(arguments, "word")
        try:
            senses = await asyncio.to_thread(self._wordnet.look_up, word)
        except DictionaryMissingError:
            raise ToolRefusalError(
                "No dictionary is installed here: answer from what you know, and do not cite one."
            ) from None
        if not senses:
            raise ToolRefusalError("The dictionary has no entry for it: say so, or try another form.")
        return entry_text(senses)


def entry_text(senses: Sequence[Sense]) -> str:
    """One line a sense: `reserve, verb 1: hold back or set aside (also: allow). Example: ...`."""
    lines: list[str] = []
    numbers: dict[Part, int] = {}
    for sense in senses:
        number = numbers[sense.part] = numbers.get(sense.part, 0) + 1
        if number > SENSES_A_PART:
            continue
        also = f" (also: {', '.join(sense.synonyms[:3])})" if sense.synonyms else ""
        # The examples of a sense may be of its synonyms only.
        shown = next((one for one in sense.examples if sense.lemma[:-1] in one.casefold()), None)
        example = f" Example: {shown.rstrip('.!')}." if shown else ""
        lines.append(f"{sense.lemma}, {_PARTS[sense.part]} {number}: {sense.definition}{also}.{example}")
    return "\n".join(["WordNet 3.0:", *lines])

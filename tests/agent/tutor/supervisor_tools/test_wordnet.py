"""On the real files (Debian's wordnet-base)."""

import re
from pathlib import Path

import pytest

from agent.settings import WORDNET_FOLDER
from agent.tutor.supervisor_tools.dictionary import Dictionary
from agent.tutor.supervisor_tools.tool import ToolRefusalError
from agent.tutor.supervisor_tools.wordnet import DictionaryMissingError, WordNet

installed = pytest.mark.skipif(
    not (WORDNET_FOLDER / "data.noun").exists(), reason="wordnet-base is not installed"
)


@pytest.fixture(scope="module")
def wordnet() -> WordNet:
    return WordNet(WORDNET_FOLDER)


@installed
@pytest.mark.parametrize(
    ("word", "lemma", "part", "means"),
    [
        ("reserve", "reserve", "verb", "hold back or set aside"),
        ("Reserve ", "reserve", "verb", "hold back or set aside"),
        ("reservations", "reservation", "noun", "something reserved in advance"),
        ("went", "go", "verb", "change location"),
        ("children", "child", "noun", "a young person"),
        ("luggage", "luggage", "noun", "cases used to carry belongings"),
        ("happier", "happy", "adj", "enjoying or showing"),
        ("quickly", "quickly", "adv", "with rapid movements"),
        ("check in", "check in", "verb", "announce one's arrival"),
        ("stopped", "stop", "verb", "come to a halt"),
        ("boxes", "box", "noun", "rectangular"),
        ("studies", "study", "verb", "consider in detail"),
    ],
)
def test_a_word_is_found_in_any_form(wordnet: WordNet, word: str, lemma: str, part: str, means: str) -> None:
    senses = wordnet.look_up(word)
    assert any(s.lemma == lemma and s.part == part and means in s.definition for s in senses), senses


@installed
def test_the_part_met_most_comes_first_and_senses_have_their_examples(wordnet: WordNet) -> None:
    senses = wordnet.look_up("reserve")
    assert [sense.part for sense in senses][:4] == ["verb"] * 4
    assert {sense.part for sense in senses} == {"verb", "noun"}
    given = next(sense for sense in senses if "resource" in sense.definition)
    assert given.examples == (
        "I will earmark this money for your research",
        "She sets aside time for meditation every day",
    )
    assert given.synonyms == ("allow", "appropriate", "earmark", "set aside")
    assert not any(re.search(r'["|]', sense.definition) for sense in senses)


@installed
@pytest.mark.parametrize(
    "word", ["", "   ", "zzxqy", "a" * 61, "../etc/passwd", "예약", "the quick brown fox", "\n"]
)
def test_what_is_no_entry_has_no_senses(wordnet: WordNet, word: str) -> None:
    assert wordnet.look_up(word) == []


@installed
async def test_an_entry_is_read_out_with_its_source() -> None:
    text = await Dictionary(WordNet(WORDNET_FOLDER)).run({"word": "reserve"})
    assert text.startswith("WordNet 3.0:\nreserve, verb 1: hold back or set aside")
    assert "Example: We managed to reserve a table at Maxim's." in text
    assert "Example: they held back" not in text  # of a synonym only
    assert text.count("verb") == 3  # no more than three senses a part


@pytest.mark.parametrize(
    ("arguments", "told"),
    [({}, "ask the learner"), ({"word": " "}, "ask the learner"), ({"word": 7}, "ask the learner")],
)
async def test_a_missing_word_is_asked_for(arguments: dict[str, object], told: str) -> None:
    with pytest.raises(ToolRefusalError, match=told):
        await Dictionary(WordNet(WORDNET_FOLDER)).run(arguments)


@installed
async def test_an_unknown_word_is_said_to_be_unknown() -> None:
    with pytest.raises(ToolRefusalError, match="no entry"):
        await Dictionary(WordNet(WORDNET_FOLDER)).run({"word": "zzxqy"})


async def test_without_the_files_the_tool_says_so_and_nothing_breaks(tmp_path: Path) -> None:
    with pytest.raises(DictionaryMissingError, match=str(tmp_path)):
        WordNet(tmp_path).look_up("reserve")
    with pytest.raises(ToolRefusalError, match="No dictionary is installed"):
        await Dictionary(WordNet(tmp_path)).run({"word": "reserve"})

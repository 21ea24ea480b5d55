from collections import Counter
from importlib.resources import files

import pytest

from contract.scenario import CatalogueScenario, Scenario
from contract.words import FIELDS
from lesson.abuse import abuse_in
from lesson.catalogue import TOPICS, best_match, catalogue, find_scene, scenario_of, scenes_titled
from lesson.language import has_hangul, language_of
from lesson.questions import sentences
from lesson.sanitise import sanitise
from lesson.scenario import DEFAULT_SCENARIO

ROWS = catalogue()


def test_there_are_enough_scenes_of_every_level_and_topic() -> None:
    assert len(ROWS) >= 24
    levels = Counter(row.level for row in ROWS)
    assert all(levels[level] >= 4 for level in ("A1", "A2", "B1", "B2", "C1"))
    assert {row.topic for row in ROWS} == set(TOPICS)


def test_every_file_of_scenes_is_read() -> None:
    names = {file.name for file in (files("lesson") / "scenes").iterdir()}
    assert names == {f"{topic}.json" for topic in TOPICS}


@pytest.mark.parametrize("attribute", ["scenario_id", "title_ko", "title_en", "opening"])
def test_no_two_scenes_share_an_id_a_title_or_an_opening(attribute: str) -> None:
    assert [v for v, count in Counter(getattr(row, attribute) for row in ROWS).items() if count > 1] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.scenario_id)
def test_a_scene_is_well_made(row: CatalogueScenario) -> None:
    assert len(row.scenario_id) <= 80
    assert has_hangul(row.title_ko)
    assert "!" not in row.title_ko
    assert language_of(row.title_en) == "en"
    assert max(len(row.title_ko), len(row.title_en)) <= 50
    assert all(sanitise(field, getattr(row, field)) == getattr(row, field) for field in FIELDS)
    assert 4 <= len(row.key_phrases) <= 6
    assert len(set(row.key_phrases)) == len(row.key_phrases)
    texts = [row.opening, *row.key_phrases]
    assert all(text == text.strip() and text[-1] in ".?!" and text[0].isupper() for text in texts)
    assert all(len(phrase.split()) <= 15 for phrase in row.key_phrases)
    assert 1 <= len(sentences(row.opening)) <= 4
    assert all(language_of(text) == "en" and abuse_in(text) is None for text in texts)


def test_rows_of_a_topic_go_from_easy_to_hard() -> None:
    for topic in TOPICS:
        levels = [row.level for row in ROWS if row.topic == topic]
        assert levels == sorted(levels)


def test_it_is_read_once() -> None:
    assert catalogue() is ROWS


def test_find_scene() -> None:
    row = find_scene("hotel-check-in")
    assert row is not None
    assert scenario_of(row) == Scenario(place="hotel", partner="receptionist", goal="check in")
    assert find_scene("no-such-scene") is None


@pytest.mark.parametrize(
    ("known", "scenario_id"),
    [
        pytest.param(Scenario(place="hotel"), "hotel-check-in", id="place"),
        pytest.param(Scenario(place="the Hotel."), "hotel-check-in", id="case, article, full stop"),
        pytest.param(
            Scenario(partner="police officer", goal="report a robbery"), "police-robbery", id="two fields"
        ),
        pytest.param(Scenario(partner="officer"), "airport-immigration", id="part of a value"),
        pytest.param(
            Scenario(place="big hotel", goal="check in"), "hotel-check-in", id="more than the value"
        ),
        pytest.param(Scenario(), ROWS[0].scenario_id, id="nothing known"),
        pytest.param(Scenario(place="hotel", partner="astronaut"), None, id="one field disagrees"),
        pytest.param(Scenario(place="moon base"), None, id="unknown place"),
        pytest.param(Scenario(place="the"), None, id="only an article"),
        pytest.param(Scenario(place="hot"), None, id="part of a word is no agreement"),
    ],
)
def test_best_match(known: Scenario, scenario_id: str | None) -> None:
    row = best_match(known, ROWS)
    assert (row.scenario_id if row else None) == scenario_id


@pytest.mark.parametrize(
    ("words", "scenario_id"),
    [
        pytest.param("카페에서 음료", "coffee-shop-order", id="Korean"),
        pytest.param("a DRINK at a CAFÉ", "coffee-shop-order", id="English, another case"),
        pytest.param("moon base", None, id="in no title"),
    ],
)
def test_a_scene_is_found_by_its_title_in_either_language(words: str, scenario_id: str | None) -> None:
    assert scenes_titled(words, ROWS) == ([scenario_id] if scenario_id else [])


def test_the_first_row_is_the_default_scene() -> None:
    assert scenario_of(ROWS[0]) == DEFAULT_SCENARIO

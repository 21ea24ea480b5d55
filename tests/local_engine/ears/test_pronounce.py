import pytest

from local_engine.ears.pronounce import pronounce, to_arpabet


@pytest.mark.parametrize(
    ("ipa", "phones"),
    [
        pytest.param("tˈuː", "T UW", id="stress is left out"),
        pytest.param("dʒˈɑːn", "JH AA N", id="two signs, one sound"),
        pytest.param("fˈoːɹ", "F AO R", id="three signs"),
        pytest.param("ˈ ˌ\n", "", id="nothing"),
    ],
)
def test_to_arpabet(ipa: str, phones: str) -> None:
    assert to_arpabet(ipa) == phones


@pytest.mark.engine
@pytest.mark.parametrize("word", ["minjun", "2", "seoul", "gangnam"])
def test_words_no_dictionary_has_can_be_said(word: str) -> None:
    assert pronounce(word)

"""How a word that the dictionary lacks is said (names, numbers), from espeak-ng's phonemes to pocketsphinx's."""

import subprocess

# espeak-ng's IPA for en-us, longest first where one begins another, to the dictionary's ARPAbet.
_ARPABET = {
    "tʃ": "CH", "dʒ": "JH", "aɪ": "AY", "aʊ": "AW", "eɪ": "EY", "oʊ": "OW", "ɔɪ": "OY", "ɑːɹ": "AA R", "ɔːɹ": "AO R",
    "oːɹ": "AO R", "ɪɹ": "IH R", "ɛɹ": "EH R", "ʊɹ": "UH R", "iː": "IY", "uː": "UW", "ɑː": "AA", "ɔː": "AO", "ɜː": "ER",
    "ɚ": "ER", "ɝ": "ER", "əl": "AH L", "i": "IY", "u": "UW", "ɪ": "IH", "ɛ": "EH", "e": "EH", "æ": "AE", "ɐ": "AH",
    "ə": "AH", "ʌ": "AH", "ɑ": "AA", "ɔ": "AO", "o": "OW", "ʊ": "UH", "a": "AA", "ᵻ": "IH", "p": "P", "b": "B", "t": "T",
    "d": "D", "ɾ": "T", "k": "K", "ɡ": "G", "g": "G", "f": "F", "v": "V", "θ": "TH", "ð": "DH", "s": "S", "z": "Z",
    "ʃ": "SH", "ʒ": "ZH", "h": "HH", "x": "K", "m": "M", "n": "N", "ŋ": "NG", "l": "L", "ɬ": "L", "ɹ": "R", "r": "R",
    "j": "Y", "w": "W", "ʔ": "T",
}  # fmt: skip
_LONGEST = max(map(len, _ARPABET))


def pronounce(word: str) -> str:
    """ARPAbet phones, separated by spaces. Raises ValueError when espeak-ng cannot say the word."""
    said = subprocess.run(  # noqa: S603 - no shell; the word stands behind `--`
        ["espeak-ng", "-v", "en-us", "-q", "--ipa", "--", word],  # noqa: S607 - found on PATH as the voice is
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    phones = to_arpabet(said)
    if not phones:
        raise ValueError(f"LOCAL_ENGINE_GRAMMAR has a word of {len(word)} letters that cannot be pronounced")
    return phones


def to_arpabet(ipa: str) -> str:
    """Stress marks and what has no counterpart are left out."""
    phones: list[str] = []
    at = 0
    while at < len(ipa):
        for length in range(_LONGEST, 0, -1):
            if phone := _ARPABET.get(ipa[at : at + length]):
                phones.append(phone)
                at += length
                break
        else:
            at += 1
    return " ".join(phones)

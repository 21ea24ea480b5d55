from uuid import UUID

import pytest

from token_server.learners import LearnerSigner

LEARNER = UUID("7f1f655e-fb39-41cc-a267-56fbdbe9ca0c")
SIGNER = LearnerSigner("a-secret-of-at-least-32-characters")
SIGNED = SIGNER.sign(LEARNER)


def test_a_signed_value_names_its_learner() -> None:
    assert SIGNER.learner_of(SIGNED) == LEARNER


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("", id="nothing"),
        pytest.param(str(LEARNER), id="no signature"),
        pytest.param(f"{LEARNER}.", id="an empty signature"),
        pytest.param(SIGNED[:-1] + ("A" if SIGNED[-1] != "A" else "B"), id="another last character"),
        pytest.param(SIGNED + "A", id="one character more"),
        pytest.param(SIGNED.replace("7f1f655e", "7f1f655f"), id="another learner with that signature"),
        pytest.param(SIGNED.replace("7f1f655e", "7F1F655E"), id="another spelling"),
        pytest.param("{" + str(LEARNER) + "}." + SIGNED.partition(".")[2], id="a uuid in braces"),
        pytest.param(f"{LEARNER}.é한글", id="no ASCII"),
        pytest.param(LearnerSigner("another-secret-of-32-characters!!").sign(LEARNER), id="another secret"),
    ],
)
def test_what_was_not_signed_here_names_nobody(value: str) -> None:
    assert SIGNER.learner_of(value) is None


def test_a_signature_fits_a_cookie_and_a_header() -> None:
    assert SIGNED.isascii()
    assert not set(SIGNED) & set(' ",;\\=')

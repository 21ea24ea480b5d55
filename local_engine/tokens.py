"""What OpenAI counts: four characters make a token of text, a token of sound is 100 ms heard or 50 ms spoken."""

from typing import Final

from local_engine.protocols import Task

CHARACTERS_A_TOKEN: Final = 4
AUDIO_TOKEN_SECONDS: Final = 0.05
HEARD_TOKEN_SECONDS: Final = 0.1


def text_tokens(characters: int) -> int:
    return round(characters / CHARACTERS_A_TOKEN)


def audio_tokens(seconds: float) -> int:
    return round(seconds / AUDIO_TOKEN_SECONDS)


def heard_tokens(seconds: float) -> int:
    return round(seconds / HEARD_TOKEN_SECONDS)


def characters_of(task: Task) -> int:
    """What a mind was given to read."""
    return len(task.instructions) + sum(len(str(item)) for item in task.history)

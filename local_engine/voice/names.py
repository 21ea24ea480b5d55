"""OpenAI's voice names as espeak-ng variants: each name sounds different from every other."""

# Variants of Debian's espeak-ng 1.51 (`espeak-ng --voices=variant`), chosen by ear class: higher for the names that
# sound female at OpenAI, lower for the others.
VARIANTS: dict[str, str] = {
    "alloy": "f2",
    "ash": "m3",
    "ballad": "m5",
    "cedar": "m7",
    "coral": "f3",
    "echo": "m1",
    "fable": "klatt2",
    "marin": "f5",
    "nova": "Alicia",
    "onyx": "m8",
    "sage": "f4",
    "shimmer": "f1",
    "verse": "m2",
}

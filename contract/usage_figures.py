"""Prometheus counters of usage: the same names in each process that asks a model, for operators add them up."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter

from contract.usage import Use

_TOKENS: Final = ("input", "input_cached", "input_audio", "input_cached_audio", "output", "output_audio")


class UsageFigures:
    """Labels are purposes, parts, and the models of the settings: short lists, never an id."""

    def __init__(self, registry: CollectorRegistry) -> None:
        labels = ["purpose", "part", "model"]
        self._tokens = Counter(
            "tutor_usage_tokens",
            "Tokens of models; audio is part of input and output, cached of input, cached audio of both",
            [*labels, "kind"],
            registry=registry,
        )
        self._audio = Counter("tutor_usage_audio_seconds", "Sound heard or made", labels, registry=registry)
        self._characters = Counter("tutor_usage_characters", "Characters spoken", labels, registry=registry)
        self._cost = Counter("tutor_usage_cost", "By the prices of USAGE_PRICES", labels, registry=registry)

    def count(self, use: Use) -> None:
        """So much more was used."""
        labels = use.purpose, use.part, use.model
        for kind in _TOKENS:
            self._tokens.labels(*labels, kind).inc(max(0, getattr(use, f"{kind}_tokens")))
        self._audio.labels(*labels).inc(max(0.0, use.audio_seconds))
        self._characters.labels(*labels).inc(max(0, use.characters))
        self._cost.labels(*labels).inc(max(0.0, use.cost or 0.0))

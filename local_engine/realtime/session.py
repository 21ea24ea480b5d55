"""A session's settings and what `session.update` may do to them: all of an update holds, or none of it."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Literal, cast, get_args

from local_engine.errors import invalid
from local_engine.protocols import WIRE_RATE
from local_engine.realtime.detection import (
    SEMANTIC_PADDING_MS,
    SEMANTIC_THRESHOLD,
    Detection,
    Eagerness,
)
from local_engine.tools import checked_tools

DEFAULT_VOICE = "alloy"
MIN_SPEED, MAX_SPEED = 0.25, 1.5
SESSION_SECONDS = 3600  # what OpenAI says in expires_at; nothing ends here

# Accepted and given back; they change nothing here, for there is no noise to reduce, trace to write or budget to keep.
_KEPT_AS_GIVEN = ("tracing", "truncation", "include", "prompt", "reasoning")
_FORMAT = {"type": "audio/pcm", "rate": WIRE_RATE}


Kind = Literal["realtime", "transcription"]


class Session:
    """The settings in force. `view` is what the client is shown. A session of kind transcription only listens."""

    def __init__(
        self, *, session_id: str, model: str, voices: Sequence[str], expires_at: int, kind: Kind = "realtime"
    ) -> None:
        self._voices = voices
        self._kind: Kind = kind
        self._view: dict[str, Any] = {
            "type": kind,
            "object": "realtime.session",
            "id": session_id,
            "model": model,
            "output_modalities": ["audio"],
            "instructions": "",
            "tools": [],
            "tool_choice": "auto",
            "max_output_tokens": "inf",
            "tracing": None,
            "truncation": "auto",
            "prompt": None,
            "expires_at": expires_at,
            "audio": {
                "input": {
                    "format": _FORMAT,
                    "transcription": None,
                    "noise_reduction": None,
                    "turn_detection": _server_vad({}),
                },
                "output": {"format": _FORMAT, "voice": DEFAULT_VOICE, "speed": 1.0},
            },
            "include": None,
        }

    @property
    def view(self) -> dict[str, Any]:
        return deepcopy(self._view)

    @property
    def answers(self) -> bool:
        return self._kind == "realtime"

    @property
    def instructions(self) -> str:
        return str(self._view["instructions"])

    @property
    def transcribes(self) -> bool:
        return self._view["audio"]["input"]["transcription"] is not None

    @property
    def language(self) -> str | None:
        """What the client expects to hear."""
        return (self._view["audio"]["input"]["transcription"] or {}).get("language")

    @property
    def voice(self) -> str:
        return str(self._view["audio"]["output"]["voice"])

    @property
    def speed(self) -> float:
        return float(self._view["audio"]["output"]["speed"])

    @property
    def tools(self) -> list[dict[str, Any]]:
        return list(self._view["tools"])

    @property
    def tool_choice(self) -> object:
        return self._view["tool_choice"]

    @property
    def output_modalities(self) -> list[str]:
        return list(self._view["output_modalities"])

    @property
    def max_output_tokens(self) -> int | None:
        limit = self._view["max_output_tokens"]
        return None if limit == "inf" else int(limit)

    @property
    def detection(self) -> Detection | None:
        turn = self._view["audio"]["input"]["turn_detection"]
        if turn is None:
            return None
        if turn["type"] == "semantic_vad":
            return Detection(
                mode="semantic_vad",
                threshold=SEMANTIC_THRESHOLD,
                prefix_padding_ms=SEMANTIC_PADDING_MS,
                eagerness=turn["eagerness"],
                create_response=turn["create_response"] and self.answers,
                interrupt_response=turn["interrupt_response"],
            )
        return Detection(
            mode="server_vad",
            threshold=turn["threshold"],
            prefix_padding_ms=turn["prefix_padding_ms"],
            silence_duration_ms=turn["silence_duration_ms"],
            create_response=turn["create_response"] and self.answers,
            interrupt_response=turn["interrupt_response"],
        )

    def update(self, change: Mapping[str, Any]) -> None:
        """Raises ApiError and changes nothing."""
        if change.get("type", self._kind) != self._kind:
            raise invalid("session.type", change["type"], f"'{self._kind}'")
        view = self.view
        if "output_modalities" in change:
            view["output_modalities"] = modalities(change["output_modalities"], "session.output_modalities")
        if "instructions" in change:
            view["instructions"] = _text(change["instructions"] or "", "session.instructions")
        if "tools" in change:
            view["tools"] = checked_tools(change["tools"], "session.tools")
        if "tool_choice" in change:
            view["tool_choice"] = change["tool_choice"] or "auto"
        if "max_output_tokens" in change:
            view["max_output_tokens"] = output_limit(change["max_output_tokens"], "session.max_output_tokens")
        for name in _KEPT_AS_GIVEN:
            if name in change:
                view[name] = change[name]
        audio = _mapping(change.get("audio"), "session.audio")
        self._update_input(view["audio"]["input"], _mapping(audio.get("input"), "session.audio.input"))
        self._update_output(view["audio"]["output"], _mapping(audio.get("output"), "session.audio.output"))
        self._view = view

    def _update_input(self, view: dict[str, Any], change: Mapping[str, Any]) -> None:
        path = "session.audio.input"
        if "format" in change:
            check_format(change["format"], f"{path}.format")
        if "transcription" in change:
            view["transcription"] = change["transcription"] and dict(
                _mapping(change["transcription"], f"{path}.transcription")
            )
        if "noise_reduction" in change:
            view["noise_reduction"] = change["noise_reduction"]
        if "turn_detection" in change:
            view["turn_detection"] = _turn_detection(change["turn_detection"], f"{path}.turn_detection")

    def _update_output(self, view: dict[str, Any], change: Mapping[str, Any]) -> None:
        path = "session.audio.output"
        if "format" in change:
            check_format(change["format"], f"{path}.format")
        if "voice" in change:
            view["voice"] = checked_voice(change["voice"], self._voices, f"{path}.voice")
        if change.get("speed") is not None:
            view["speed"] = _number(change["speed"], MIN_SPEED, MAX_SPEED, f"{path}.speed")


def checked_voice(voice: object, allowed: Sequence[str], param: str) -> str:
    if voice not in allowed:
        raise invalid(param, voice, f"one of {', '.join(allowed)}")
    return str(voice)


def check_format(given: object, param: str) -> None:
    kind = given.get("type") if isinstance(given, Mapping) else given
    rate = given.get("rate", WIRE_RATE) if isinstance(given, Mapping) else WIRE_RATE
    if kind not in ("audio/pcm", "pcm16") or rate != WIRE_RATE:
        raise invalid(param, given, f"{_FORMAT}")


def modalities(given: object, param: str) -> list[str]:
    if given in (["audio"], ["text"]):
        return list(cast(list[str], given))
    raise invalid(param, given, '["audio"] or ["text"]')


def output_limit(given: object, param: str) -> int | str:
    if given is None or given == "inf":
        return "inf"
    if isinstance(given, int) and not isinstance(given, bool) and given >= 1:
        return given
    raise invalid(param, given, "a whole number from 1, or 'inf'")


def _turn_detection(given: object, param: str) -> dict[str, Any] | None:
    if given is None:
        return None
    change = _mapping(given, param)
    match change.get("type"):
        case "server_vad":
            return _server_vad(change, param)
        case "semantic_vad":
            eagerness = change.get("eagerness") or "auto"
            if eagerness not in get_args(Eagerness):
                raise invalid(f"{param}.eagerness", eagerness, f"one of {', '.join(get_args(Eagerness))}")
            return {"type": "semantic_vad", "eagerness": eagerness, **_responses(change, param)}
        case other:
            raise invalid(f"{param}.type", other, "'server_vad' or 'semantic_vad'")


def _server_vad(change: Mapping[str, Any], param: str = "") -> dict[str, Any]:
    if change.get("idle_timeout_ms") is not None:
        raise invalid(f"{param}.idle_timeout_ms", change["idle_timeout_ms"], "null: it is not offered here")

    def number(name: str, default: float, low: float, high: float) -> float:
        given = change.get(name)
        return default if given is None else _number(given, low, high, f"{param}.{name}")

    return {
        "type": "server_vad",
        "threshold": number("threshold", 0.5, 0.0, 1.0),
        "prefix_padding_ms": round(number("prefix_padding_ms", 300, 0, 5000)),
        "silence_duration_ms": round(number("silence_duration_ms", 500, 0, 10_000)),
        "idle_timeout_ms": None,
        **_responses(change, param),
    }


def _responses(change: Mapping[str, Any], param: str) -> dict[str, bool]:
    chosen = {}
    for name in ("create_response", "interrupt_response"):
        given = change.get(name)
        if given is not None and not isinstance(given, bool):
            raise invalid(f"{param}.{name}", given, "true or false")
        chosen[name] = True if given is None else given
    return chosen


def _number(given: object, low: float, high: float, param: str) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not low <= given <= high:
        raise invalid(param, given, f"a number from {low:g} to {high:g}")
    return given


def _text(given: object, param: str) -> str:
    if not isinstance(given, str):
        raise invalid(param, given, "a text")
    return given


def _mapping(given: object, param: str) -> Mapping[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise invalid(param, given, "an object")
    return given

"""Where a fault can strike, at which events, and which kinds make sense there."""

from typing import Final, Literal, get_args

Where = Literal["realtime", "chat", "speech", "transcriptions"]
Kind = Literal["delay", "stall", "drop", "error", "half_open", "out_of_order", "broken_json", "junk"]

PATHS: Final[dict[str, Where]] = {
    "/v1/realtime": "realtime",
    "/v1/chat/completions": "chat",
    "/v1/audio/speech": "speech",
    "/v1/audio/transcriptions": "transcriptions",
}
CONNECT: Final = "connect"
HTTP_EVENTS: Final = ("request", "answer", "chunk", "end")
CLIENT_EVENTS: Final = (
    "session.update",
    "input_audio_buffer.append",
    "input_audio_buffer.commit",
    "input_audio_buffer.clear",
    "conversation.item.create",
    "conversation.item.delete",
    "conversation.item.truncate",
    "conversation.item.retrieve",
    "response.create",
    "response.cancel",
)
SERVER_EVENTS: Final = (
    "error",
    "session.created",
    "session.updated",
    "input_audio_buffer.speech_started",
    "input_audio_buffer.speech_stopped",
    "input_audio_buffer.committed",
    "input_audio_buffer.cleared",
    "conversation.item.added",
    "conversation.item.done",
    "conversation.item.deleted",
    "conversation.item.truncated",
    "conversation.item.retrieved",
    "conversation.item.input_audio_transcription.completed",
    "response.created",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_audio_transcript.delta",
    "response.output_audio.delta",
    "response.output_text.delta",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.done",
    "response.output_audio.done",
    "response.output_audio_transcript.done",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.done",
)


def events_of(where: Where) -> tuple[str, ...]:
    return (CONNECT, *CLIENT_EVENTS, *SERVER_EVENTS) if where == "realtime" else HTTP_EVENTS


def kinds_of(where: Where, event: str) -> tuple[Kind, ...]:
    every: tuple[Kind, ...] = get_args(Kind)
    lacking: dict[str, tuple[Kind, ...]] = {
        CONNECT: ("out_of_order", "broken_json"),  # there is no JSON in it yet, and no order
        "answer": ("out_of_order",),  # one a request: nothing to change places with
        "end": ("out_of_order", "broken_json"),
    }
    words = where == "chat" and event in ("answer", "chunk")  # only there does a model say something in JSON
    return tuple(kind for kind in every if kind not in lacking.get(event, ()) and (kind != "junk" or words))

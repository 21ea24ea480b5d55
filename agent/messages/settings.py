"""Settings of the messages process: the worker's (engine, storage) and its own."""

from functools import cache

from pydantic import Field

from agent.settings import AgentSettings


class MessageSettings(AgentSettings):
    messages_host: str = Field(default="127.0.0.1", description="address of the messages process")
    messages_port: int = Field(
        default=8095, ge=0, le=65535, description="port of the messages process; 0: any"
    )
    messages_at_once: int = Field(
        default=16, ge=1, le=500, description="messages that one messages process answers at once"
    )
    messages_decoders: int = Field(
        default=2, ge=1, le=64, description="recordings that one messages process decodes at once"
    )


@cache
def message_settings() -> MessageSettings:
    """The environment's settings; read once a process. Raises pydantic.ValidationError."""
    return MessageSettings()

"""The base of every message: unknown fields are an error, so that a misspelt wish is not silently dropped."""

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

"""OpenAI clients, one for each address and key: several parts of an engine are often one service."""

from functools import cached_property

from openai import AsyncOpenAI

from agent.engine.settings import EngineSettings
from contract.settings import Part


class Clients:
    """Made before a lesson: loading certificates takes 200 ms that would hold up the first sound."""

    def __init__(self, settings: EngineSettings) -> None:
        self.settings = settings
        self._made: dict[tuple[str, str], AsyncOpenAI] = {}

    @cached_property
    def stt(self) -> AsyncOpenAI:
        return self._of("stt")

    @cached_property
    def llm(self) -> AsyncOpenAI:
        """Also for hints, translations and whatever else is asked of a text model."""
        return self._of("llm")

    @cached_property
    def tts(self) -> AsyncOpenAI:
        return self._of("tts")

    @cached_property
    def spare(self) -> "Clients | None":
        """Those of the spare engine."""
        spare = self.settings.spare
        return None if spare is None else Clients(spare)

    async def aclose(self) -> None:
        for client in self._made.values():
            await client.close()
        if self.spare is not None:
            await self.spare.aclose()

    def _of(self, part: Part) -> AsyncOpenAI:
        where = self.settings.url_of(part), self.settings.key_of(part)
        if where not in self._made:
            self._made[where] = AsyncOpenAI(base_url=where[0], api_key=where[1], max_retries=0)
        return self._made[where]

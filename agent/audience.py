"""Who hears what happens in a lesson beside the tutor's words: the page in the room (`agent.link`), or an answer over HTTP."""

from typing import Protocol

from contract.events import Event
from contract.words import NoticeCode


class Audience(Protocol):
    def send(self, event: Event) -> None:
        """Events arrive in the order in which they were given."""
        ...

    def notice(self, code: NoticeCode) -> None: ...
    async def set_attributes(self, attributes: dict[str, str]) -> None: ...

"""What this start has to bring itself, and whether this machine can: all that is wrong is said at once, at the start."""

from collections.abc import Mapping
from dataclasses import dataclass

from stack import livekit_binary, ports, tools
from stack.environment import problems
from stack.port_claims import PortClaims
from stack.settings import StackSettings
from stack.web import WebClient


@dataclass(frozen=True)
class Needs:
    """True: not given by a setting, so it is started here."""

    postgres: bool
    livekit: bool
    engine: bool
    page: bool  # the page with its token server and worker; False for the console


def needs_of(settings: StackSettings, *, page: bool) -> Needs:
    return Needs(
        postgres=settings.database_url is None,
        livekit=page and settings.livekit_url is None,
        engine=settings.openai_api_key is None and settings.openai_base_url is None,
        page=page,
    )


def unmet(
    settings: StackSettings, needs: Needs, *, claims: PortClaims, environ: Mapping[str, str]
) -> list[str]:
    """One line for each thing that stands in the way, with its way out; empty if nothing does. Claims PORT."""
    lines = problems(settings)
    if needs.page and not claims.claim(settings.port):
        holder = ports.holder(settings.port)
        lines.append(
            f"PORT {settings.port} is taken{f' by {holder}' if holder else ''}: stop that, or choose another, "
            f"for example PORT={claims.choose(settings.port + 1)} make run"
        )
    if needs.engine and not tools.ESPEAK.is_there():
        lines.append(tools.ESPEAK.missing_line())
    if needs.livekit and livekit_binary.existing_binary(environ) is None and not tools.GO.is_there():
        lines.append(tools.GO.missing_line())
    if needs.page and WebClient().must_build() and not tools.NODE.is_there():
        lines.append(tools.NODE.missing_line())
    return lines

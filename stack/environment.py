"""The environment variables each part gets: the user's own, what was started here, and what was generated."""

from collections.abc import Mapping
from dataclasses import dataclass

from contract.settings import MIN_SECRET_CHARACTERS
from stack.settings import StackSettings

LIVEKIT = ("livekit_url", "livekit_api_key", "livekit_api_secret")


@dataclass(frozen=True)
class Services:
    """Where the servers are that the parts need, given or started."""

    database_url: str
    livekit_url: str
    livekit_api_key: str
    livekit_api_secret: str
    openai_base_url: str | None
    openai_api_key: str | None
    messages_url: str | None = None


def problems(settings: StackSettings) -> list[str]:
    """What does not fit together in the settings, one line each."""
    given = [name.upper() for name in LIVEKIT if getattr(settings, name)]
    missing = [name.upper() for name in LIVEKIT if not getattr(settings, name)]
    found = []
    if given and missing:
        found.append(
            f"{' and '.join(given)} given without {' and '.join(missing)}: set all three of "
            f"{', '.join(name.upper() for name in LIVEKIT)}, or none (then a local livekit-server is started)"
        )
    for name in ("tutor_secret", "livekit_api_secret"):
        secret = getattr(settings, name)
        if secret and len(secret) < MIN_SECRET_CHARACTERS:
            found.append(
                f"{name.upper()} has {len(secret)} characters, expected at least {MIN_SECRET_CHARACTERS}"
            )
    if settings.tutor_env == "production":
        generated = [name for name, value in (("TUTOR_SECRET", settings.tutor_secret),) if not value]
        generated += missing if not given else []
        if generated:
            found.append(
                f"TUTOR_ENV is 'production' and {', '.join(generated)} would be generated: set your own, "
                "or TUTOR_ENV=development"
            )
    return found


def part_environment(
    environ: Mapping[str, str],
    settings: StackSettings,
    services: Services,
    *,
    tutor_secret: str,
    worker_id: str,
) -> dict[str, str]:
    """For the token server, the worker and the console. The local engine and the servers get their own, smaller ones."""
    loopback = f"http://127.0.0.1:{settings.port}"
    made = {
        "PYTHONUNBUFFERED": "1",
        "TUTOR_ENV": settings.tutor_env,
        "TUTOR_SECRET": tutor_secret,
        "TUTOR_DATA_DIR": str(settings.data_dir),
        "TUTOR_WORKER_ID": worker_id,
        "DATABASE_URL": services.database_url,
        "LIVEKIT_URL": services.livekit_url,
        "LIVEKIT_API_KEY": services.livekit_api_key,
        "LIVEKIT_API_SECRET": services.livekit_api_secret,
        "OPENAI_BASE_URL": services.openai_base_url,
        "OPENAI_API_KEY": services.openai_api_key,
        "MESSAGES_URL": services.messages_url,
        "HOST": settings.host,
        "PORT": str(settings.port),
        "PUBLIC_URL": settings.page_url,
        # The page is the same under both names of this machine.
        "ALLOWED_ORIGINS": environ.get("ALLOWED_ORIGINS") or (None if settings.public_url else loopback),
        "LESSON_RETURN_SECONDS": f"{settings.lesson_return_seconds:g}",
        "DRAIN_SECONDS": f"{settings.drain_seconds:g}",
    }
    return {**environ, **{name: value for name, value in made.items() if value is not None}}

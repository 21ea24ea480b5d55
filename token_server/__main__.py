"""`python -m token_server`: check the settings, take the port, serve."""

import asyncio
import errno
import socket
import sys

from pydantic import ValidationError
from pydantic_settings import SettingsError

from contract.settings_errors import refuse, settings_errors
from token_server.log import set_up_logging
from token_server.process import serve
from token_server.settings import TokenServerSettings


def main() -> int:
    try:
        settings = TokenServerSettings()
    except ValidationError as error:
        return refuse(settings_errors(error, TokenServerSettings))
    except SettingsError as error:
        return refuse([str(error)])
    try:
        listening = _listen(settings.host, settings.port)
    except OSError as error:
        return refuse([_port_error(settings, error)])
    set_up_logging()
    asyncio.run(serve(settings, listening))
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    listening.set_inheritable(False)
    return listening


def _port_error(settings: TokenServerSettings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"PORT is {settings.port}, which is in use on {settings.host}, expected a free port"
    return f"HOST is {settings.host!r} and PORT {settings.port}, where nothing can listen: {error.strerror}"


if __name__ == "__main__":
    sys.exit(main())

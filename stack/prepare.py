"""What tests need beside Python packages. `python -m stack.prepare`: Debian packages, Go programs, web packages.

Installs Debian packages only as root and with apt-get; otherwise it says exactly what to install.
"""

import os
import shutil
import sys

from stack.go_tool import COMPOSE_CHECK
from stack.livekit_binary import ensure_binary
from stack.paths import cache_dir
from stack.screen import Screen, StepError
from stack.web import WebClient

# Debian package → the file that shows it is there.
DEBIAN = {
    "chromium": "/usr/bin/chromium",
    "espeak-ng": "/usr/bin/espeak-ng",
    "fonts-nanum": "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
    "sox": "/usr/bin/sox",
    "wordnet-base": "/usr/share/wordnet/data.noun",
}


def missing_packages() -> list[str]:
    return [package for package, file in DEBIAN.items() if not os.path.exists(file)]


def install_packages(screen: Screen) -> None:
    """Raises StepError, with the command to type, where we may not install."""
    missing = missing_packages()
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise StepError(
            f"The tests need {', '.join(missing)} (a browser, a voice, Korean letters, an audio converter, a dictionary). "
            f"On Debian and Ubuntu: sudo {' '.join(install)}"
        )
    log = cache_dir(os.environ) / "logs" / "debian.log"
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    screen.run("Updating the list of Debian packages", ["apt-get", "update"], env=environ, log=log)
    screen.run(f"Installing {', '.join(missing)}", install, env=environ, log=log)


def main() -> int:
    screen = Screen()
    try:
        install_packages(screen)
        ensure_binary(screen=screen, environ=os.environ)
        COMPOSE_CHECK.ensure(screen=screen, environ=os.environ)
        WebClient().build(screen=screen, log=cache_dir(os.environ) / "logs" / "web.log")
    except StepError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

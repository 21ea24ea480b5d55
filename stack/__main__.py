"""`make run`: start what is missing on this machine, and stop it again.

    python3 -m stack            everything, until Ctrl-C
    python3 -m stack console    (and its options) the lesson typed in this terminal: only Postgres and the engine are started

Runs first with any Python >= 3.11 and the standard library, then again inside `.venv`.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place an older Python gets to
    sys.stderr.write(
        "This Python is {}.{}, expected 3.11 or newer. Name another one: make run PYTHON=python3.12\n".format(
            *sys.version_info[:2]
        )
    )
    sys.exit(1)

from stack.bootstrap import Environment, stop_on_sigterm
from stack.locked import locked
from stack.paths import ROOT
from stack.screen import Screen, StepError

COMMANDS = ("run", "console")


def main(arguments: list[str]) -> int:
    command = arguments[0] if arguments else "run"
    if command not in COMMANDS:
        sys.stderr.write(f"'{command}' is not a command of stack, expected one of {', '.join(COMMANDS)}\n")
        return 2
    stop_on_sigterm()
    screen = Screen()
    environment = Environment()
    try:
        with locked(ROOT):
            environment.ensure("run", screen=screen, environ=os.environ)
        if not environment.is_this_process():
            os.chdir(ROOT)
            # The same process goes on, so that whoever started us can still signal it.
            os.execv(environment.python, [str(environment.python), "-m", "stack", *arguments])  # noqa: S606
        # Imported here: their own imports exist only inside the environment.
        from stack.console import console
        from stack.run import run

        if command == "console":
            return console(arguments[1:], screen=screen, environ=os.environ)
        return run(screen=screen, environ=os.environ)
    except StepError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

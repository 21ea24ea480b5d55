"""A whole stack of two small programs, as a process that tests can kill: `python -m tests.stack.small_stack FOLDER`."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from stack.data_folder import DataFolder
from stack.screen import Screen
from stack.state_file import StackState, StateFile
from stack.supervisor import Supervisor
from stack.watch import Watch
from tests.stack.programs import small_part


async def main(path: Path) -> int:
    folder = DataFolder.take(path)
    state = StateFile(path, StackState(pid=os.getpid(), url="http://localhost:1", started_at=""))
    watch = Watch(keep_open=[folder.lock])
    parts = [small_part("first", path), small_part("second", path)]
    screen = Screen()
    supervisor = Supervisor(parts, logs=folder.logs, screen=screen, state=state, watch=watch)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, supervisor.request_stop)
    code = await supervisor.run(lambda: screen.say("READY"))
    watch.close()
    return code


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]))))

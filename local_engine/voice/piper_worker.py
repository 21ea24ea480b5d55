"""A voice process: `python -m local_engine.voice.piper_worker MODEL.onnx`. Requests in on stdin, sound out on stdout.

It alone loads piper (GPL-3). A request is made sound sentence by sentence; one that is stopped ends before its next.
"""

import json
import queue
import signal
import sys
import threading
from importlib import import_module
from typing import Any

from local_engine.frames import ALL, FAILED, READY, SAY, SOUND, STOP, frame, read_frame


class Requests:
    """What is still to be said, read in a thread: a request can be stopped while another is spoken."""

    def __init__(self) -> None:
        self._queue: queue.Queue[tuple[int, dict[str, Any]] | None] = queue.Queue()
        self._stopped: set[int] = set()

    def read(self) -> None:
        while (given := read_frame(sys.stdin.buffer)) is not None:
            op, number, payload = given
            if op == SAY:
                self._queue.put((number, json.loads(payload)))
            elif op == STOP:
                self._stopped.add(number)
        self._queue.put(None)

    def next(self) -> tuple[int, dict[str, Any]] | None:
        return self._queue.get()

    def is_stopped(self, number: int) -> bool:
        return number in self._stopped

    def forget(self, number: int) -> None:
        self._stopped.discard(number)


def main() -> int:
    # The server stops its workers by closing their input; Ctrl-C reaches the whole group and is the server's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        piper = import_module("piper")
        voice = piper.PiperVoice.load(sys.argv[1])
    except ImportError as error:
        sys.stderr.write(
            f"the package piper-tts cannot be imported ({error}): run `make models`, or install the extra `piper`\n"
        )
        return 1
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the file is said in one line
        sys.stderr.write(f"{sys.argv[1]} cannot be loaded: {error}\n")
        return 1
    requests = Requests()
    threading.Thread(target=requests.read, daemon=True).start()
    _send(READY, 0, str(voice.config.sample_rate).encode())
    while (given := requests.next()) is not None:
        number, request = given
        try:
            _say(piper, voice, requests, number, request)
            _send(ALL, number)
        except Exception as error:  # noqa: BLE001 - one text that cannot be said must not end the voice
            _send(FAILED, number, type(error).__name__.encode())  # its words may quote the text
        requests.forget(number)
    return 0


def _say(piper: Any, voice: Any, requests: Requests, number: int, request: dict[str, Any]) -> None:
    speakers = voice.config.num_speakers
    how = piper.SynthesisConfig(
        speaker_id=request["speaker"] % speakers if speakers > 1 else None, length_scale=1 / request["speed"]
    )
    if requests.is_stopped(number):
        return
    for chunk in voice.synthesize(request["text"], syn_config=how):
        if requests.is_stopped(number):
            return
        _send(SOUND, number, chunk.audio_int16_bytes)


def _send(op: bytes, number: int, payload: bytes = b"") -> None:
    sys.stdout.buffer.write(frame(op, number, payload))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())

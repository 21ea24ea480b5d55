"""A recogniser process: `python -m local_engine.ears.worker [grammar file]`. Frames in on stdin, texts out on stdout.

Decoding keeps pace with the sound that comes in, so that the text is there when the speaker stops. A decoder is large
(90 MB for free dictation), so there are MAX_DECODERS; further utterances are kept as sound and decoded when they end.
"""

import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from pocketsphinx import Decoder

from local_engine.ears.grammar import Grammar, read_grammar
from local_engine.ears.pronounce import pronounce
from local_engine.frames import DISCARD, FEED, FINISH, READY, SO_FAR, frame, read_frame
from local_engine.protocols import EAR_RATE

MAX_DECODERS = 2
# Cepstral mean at the start of every utterance: without it a decoder drifts with what it heard before, and the same
# sound gives another text.
INITIAL_CMN = "40,3,-1"
# Free dictation in step with the sound. Against the defaults, on twelve espeak sentences: word errors 78 % instead of 80 %,
# 0.22 of a core instead of 0.35, and 0.02 s instead of 0.33 s from the end of the sound to the text.
DICTATION = {"fwdflat": False, "maxhmmpf": 3000, "maxwpf": 10}
# With the defaults (1e-48, 7e-29, 1e-48) the one right path is pruned at some alignments of sound and frames: a ten-word line
# heard through Opus had no text at 29 of 150 alignments, with these at none. A closed list is small enough to afford them.
CLOSED_LIST = {"beam": 1e-80, "wbeam": 1e-60, "pbeam": 1e-80}


@dataclass
class Heard:
    decoder: Any | None
    sound: list[bytes] = field(default_factory=list)  # only while there is no decoder


class Ears:
    """The utterances of one process."""

    def __init__(self, grammar: Grammar | None) -> None:
        self._grammar = grammar
        self._heard: dict[int, Heard] = {}
        self._free = [self._new_decoder()]
        self._late: Any | None = None  # for utterances that found no free one; made when it is first needed

    def prepare(self) -> None:
        """Make the other decoders: 0.2 s each, which a speaker would have to wait for later."""
        while len(self._free) < MAX_DECODERS:
            self._free.append(self._new_decoder())

    def feed(self, number: int, pcm: bytes) -> None:
        heard = self._heard.get(number)
        if heard is None:
            decoder = self._free.pop() if self._free else None
            heard = self._heard[number] = Heard(decoder)
            if decoder is not None:
                _begin(decoder)
        if heard.decoder is None:
            heard.sound.append(pcm)
        else:
            heard.decoder.process_raw(pcm, no_search=False, full_utt=False)

    def so_far(self, number: int) -> str:
        heard = self._heard.get(number)
        return self._text(heard.decoder) if heard is not None and heard.decoder is not None else ""

    def finish(self, number: int) -> str:
        heard = self._heard.pop(number, None)
        if heard is None:
            return ""
        decoder = heard.decoder
        if decoder is None:
            return self._decode_late(heard.sound)
        decoder.end_utt()
        self._free.append(decoder)
        return self._text(decoder)

    def discard(self, number: int) -> None:
        heard = self._heard.pop(number, None)
        if heard is not None and heard.decoder is not None:
            heard.decoder.end_utt()
            self._free.append(heard.decoder)

    def _decode_late(self, sound: list[bytes]) -> str:
        self._late = self._late or self._new_decoder()
        _begin(self._late)
        for pcm in sound:
            self._late.process_raw(pcm, no_search=False, full_utt=False)
        self._late.end_utt()
        return self._text(self._late)

    def _text(self, decoder: Any) -> str:
        hypothesis = decoder.hyp()
        if hypothesis is None:
            return ""
        if self._grammar is not None:
            return self._grammar.as_written(hypothesis.hypstr)
        return str(hypothesis.hypstr)

    def _new_decoder(self) -> Any:
        if self._grammar is None:
            return Decoder(samprate=EAR_RATE, loglevel="FATAL", **DICTATION)
        decoder = Decoder(samprate=EAR_RATE, loglevel="FATAL", lm=None, **CLOSED_LIST)
        for word in sorted(self._grammar.words):
            if decoder.lookup_word(word) is None:
                decoder.add_word(word, pronounce(word), update=False)
        decoder.add_jsgf_string("closed", self._grammar.jsgf())
        decoder.activate_search("closed")
        return decoder


def _begin(decoder: Any) -> None:
    decoder.set_cmn(INITIAL_CMN)
    decoder.start_utt()


def run(ears: Ears, source: BinaryIO, sink: BinaryIO) -> None:
    """Until `source` ends."""

    def send(op: bytes, number: int, text: str) -> None:
        sink.write(frame(op, number, text.encode()))
        sink.flush()

    send(READY, 0, "")
    ears.prepare()
    while (given := read_frame(source)) is not None:
        op, number, payload = given
        if op == FEED:
            ears.feed(number, payload)
        elif op == SO_FAR:
            send(SO_FAR, number, ears.so_far(number))
        elif op == FINISH:
            send(FINISH, number, ears.finish(number))
        elif op == DISCARD:
            ears.discard(number)


def main() -> None:
    # The server stops its workers by closing their input; Ctrl-C reaches the whole group and is the server's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    grammar = read_grammar(Path(sys.argv[1])) if len(sys.argv) > 1 else None
    run(Ears(grammar), sys.stdin.buffer, sys.stdout.buffer)
    # Decoders take a while to free, and the process is over anyway.
    os._exit(0)


if __name__ == "__main__":
    main()

"""What pages ask of models is in the lesson's report and in the figures, and goes with the lesson."""

from typing import Any

import pytest

from contract.report import Report
from contract.usage import UsageSummary
from storage.postgres import PostgresStorage
from tests.fixtures.engine_process import EngineProcess
from tests.fixtures.waiting import until_true
from tests.token_server.serving import Served, make_settings, served
from tests.token_server.steps import SCENE, say, start

pytestmark = [pytest.mark.engine, pytest.mark.postgres]

LINE = "Good evening. Do you have a reservation?"
PRICES = {"voice": {"characters": 10_000.0}}


async def test_a_translation_and_a_lines_sound_are_of_the_lesson_and_a_sample_is_of_nobody(
    tmp_path: Any, local_engine: EngineProcess, storage: PostgresStorage
) -> None:
    settings = make_settings(
        tmp_path,
        openai_base_url=local_engine.url,
        openai_api_key="key-of-the-engine",
        openai_llm_model="text",
        openai_tts_model="voice",
        usage_prices=PRICES,
    )
    async with served(settings, storage) as server:
        way_in = await start(server.http, scenario=SCENE)
        turn = await say(server, way_in, LINE, role="tutor")
        await server.http.post(f"/api/lessons/{way_in.lesson_id}/end")
        assert (await _report(server, way_in.lesson_id)).models == []

        assert (await server.http.get("/api/voices/alloy/sample")).status_code == 200
        await server.http.post(f"/api/turns/{turn.turn_id}/translation", json={})
        for _ in range(2):  # the second is heard from memory
            assert (await server.http.get(f"/api/turns/{turn.turn_id}/audio")).status_code == 200
        hint = {"text": "I see.", "lesson_id": str(way_in.lesson_id)}
        assert (await server.http.post("/api/speech", json=hint)).status_code == 200

        async def all_stored() -> bool:
            rows = (await _report(server, way_in.lesson_id)).purposes
            return len(rows) == 2 and rows[0].characters == len(LINE + "I see.")

        await until_true(all_stored, what="the uses are stored")
        usage = await _report(server, way_in.lesson_id)
        spoken, translated = usage.purposes
        assert (spoken.purpose, spoken.part, spoken.model) == ("replay", "tts", "voice")
        assert spoken.audio_seconds > 1.0
        assert usage.cost == spoken.cost == pytest.approx(0.01 * spoken.characters)
        assert (translated.purpose, translated.part, translated.model) == ("translation", "llm", "text")
        assert min(translated.input_tokens, translated.output_tokens) > 0
        assert [(row.part, row.model) for row in usage.models] == [("llm", "text"), ("tts", "voice")]

        figures = (await server.http.get("/metrics")).text
        counted = next(
            line for line in figures.splitlines() if line.startswith("tutor_usage_characters_total{")
        )
        assert counted.startswith('tutor_usage_characters_total{model="voice",part="tts",purpose="replay"} ')
        assert float(counted.split()[-1]) > spoken.characters, "the sample, too"

        await server.http.delete(f"/api/lessons/{way_in.lesson_id}")
        assert await storage.usage.of_lesson(way_in.lesson_id) == []


async def _report(server: Served, lesson_id: object) -> UsageSummary:
    answer = await server.http.get(f"/api/lessons/{lesson_id}/report")
    return Report.model_validate(answer.json()).usage

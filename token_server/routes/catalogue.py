"""What a learner can choose from, and is told, before the first lesson."""

from fastapi import APIRouter, Response

from contract.http import About, ScenarioList, VoiceList
from contract.words import VOICES, VOICES_OF
from token_server.asking import PartsOf
from token_server.problems import Refusal
from token_server.views import wav_response

router = APIRouter(prefix="/api")


@router.get("/about")
async def about(parts: PartsOf) -> About:
    return About(guest_keep_days=parts.settings.guest_keep_days)


@router.get("/scenarios")
async def scenarios(parts: PartsOf) -> ScenarioList:
    return ScenarioList(scenarios=list(parts.catalogue.values()))


@router.get("/voices")
async def voices(parts: PartsOf) -> VoiceList:
    return VoiceList(voices=list(VOICES_OF[parts.settings.tutor_engine]))


@router.get("/voices/{voice}/sample")
async def sample(voice: str, parts: PartsOf) -> Response:
    known = next((name for name in VOICES if name == voice), None)
    if known is None:
        raise Refusal("unknown_voice", field="voice", detail=f"the voices are {', '.join(VOICES)}")
    # It says the same to everybody, so browsers may keep it.
    return wav_response(await parts.sounds.sample(known), cache_control="public, max-age=86400")

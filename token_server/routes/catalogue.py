"""What a learner can choose from."""

from fastapi import APIRouter

from contract.http import ScenarioList, VoiceList
from token_server.asking import PartsOf

router = APIRouter(prefix="/api")


@router.get("/scenarios")
async def scenarios(parts: PartsOf) -> ScenarioList:
    return ScenarioList(scenarios=list(parts.catalogue.values()))


@router.get("/voices")
async def voices() -> VoiceList:
    return VoiceList()

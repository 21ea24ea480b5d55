"""The fixed words of notices, in both languages. `not_heard` in Korean is fixed by docs/behaviours.md."""

from typing import Final

from contract.model import Message
from contract.words import NoticeCode


class NoticeText(Message):
    ko: str
    en: str


NOTICES: Final[dict[NoticeCode, NoticeText]] = {
    "not_heard": NoticeText(
        ko="음성이 잘 들리지 않았어요. 다시 말해 주세요.",
        en="I could not hear you well. Please say it again.",
    ),
    "tutor_waiting": NoticeText(
        ko="튜터를 부르고 있어요. 나눈 대화는 그대로 있어요.",
        en="Calling the tutor. What you said is safe.",
    ),
    "tutor_busy": NoticeText(
        ko="지금은 튜터가 모두 수업 중이에요. 자리가 나면 바로 시작할게요.",
        en="All tutors are in lessons. I will start as soon as one is free.",
    ),
    "tutor_back": NoticeText(
        ko="튜터가 돌아왔어요. 이어서 말해 주세요.", en="The tutor is back. Please go on."
    ),
    "engine_reconnecting": NoticeText(
        ko="튜터의 목소리를 다시 연결하고 있어요. 대화는 그대로 있어요.",
        en="Reconnecting the tutor's voice. The conversation is safe.",
    ),
    "engine_switched": NoticeText(
        ko="튜터가 이제 다른 음성 서비스로 말해요. 나눈 대화는 그대로 이어져요.",
        en="The tutor now speaks through another service. The conversation goes on as it was.",
    ),
    "engine_failed": NoticeText(
        ko="음성 연결이 되지 않아 수업을 마칠게요. 나눈 대화는 저장했어요.",
        en="The speech connection does not work, so the lesson ends here. What was said is saved.",
    ),
    "voice_unchanged": NoticeText(
        ko="목소리를 바꾸지 못했어요. 지금 목소리로 계속할게요.",
        en="The voice could not be changed. The lesson goes on in this one.",
    ),
    "storage_delayed": NoticeText(
        ko="대화 저장이 조금 늦어지고 있어요. 수업은 계속할 수 있어요.",
        en="Saving is a little late. The lesson can go on.",
    ),
    "time_nearly_up": NoticeText(ko="1분 뒤에 마칠게요.", en="We will finish in one minute."),
    "displaced": NoticeText(
        ko="다른 탭에서 수업을 이어 가고 있어요.", en="The lesson goes on in another tab."
    ),
}

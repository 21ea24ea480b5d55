"""What a learner's line to the builder means beside its facts: nothing heard, "you choose", a correction."""

import re
from typing import Final

from contract.scenario import Scenario
from contract.words import FIELDS, Field
from lesson.clauses import clauses, plain

MAX_UNHEARD: Final = 3  # unheard lines in a row after which typing is offered

# What recognisers write for noise, whole text only.
_MARKER: Final = re.compile(
    r"[\[(<*♪]\s*(?:inaudible|unintelligible|blank[_ ]?audio|silence|noise|background noise|music|unk|no speech|"
    r"들리지 않음|알아들을 수 없음|음악|잡음|무음)\s*[\])>*♪]",
    re.IGNORECASE,
)

_LEAD_IN: Final = (
    r"(?:(?:um+|uh+|hmm+|well|oh|ok|okay|so|please|just|then|and|but|i don't know|i'm not sure|음+|어+|글쎄요?|"
    r"그냥|그럼|네|저는|나는|전|난|잘 모르겠어요|모르겠어요)\s+)*"
)
_LEAVES_CHOICE_EN: Final = re.compile(
    _LEAD_IN + r"(?:"
    r"any(?:thing|where|one|body)(?:(?: is| would be| will be|'s) (?:fine|ok|okay|good|all right)| works| (?:fine|ok|okay))?"
    r"(?: (?:with|for) me)?"
    r"|any (?:place|person|topic|scene|situation|one)(?: (?:is|would be) (?:fine|ok|okay|good))?"
    r"|what ?ever(?: you (?:like|want|think|choose))?(?: is (?:fine|ok|okay|good))?"
    r"|(?:you|you can|you may|can you|could you|would you|i want you to|i'd like you to|let you) "
    r"(?:decide|choose|pick)(?: (?:one|it|that|something|for me|the rest|everything(?: else)?|the others?))*"
    r"|(?:decide|choose|pick) (?:(?:one|it|something|the rest|everything(?: else)?) )?for me"
    r"|(?:it's |it is |that's )?(?:all )?up to you|(?:it's |it is )?your (?:choice|call)|surprise me"
    r"|(?:it )?(?:doesn't|does not) matter(?: to me)?|i don't (?:mind|care)|no preference|as you (?:like|wish)"
    r")(?: please)?"
)
# Compared without spaces: they are written, and recognised, in many ways.
_LEAVES_CHOICE_KO: Final = re.compile(
    r"(?:음|어|글쎄요?|그냥|그럼|네|저는|전|잘모르겠어요|모르겠어요|나머지는?|나머지도|그건|그거는?|다|전부|모두)*"
    r"(?:튜터가|튜터님이|선생님이|선생님께서|당신이|네가|니가|그쪽이)?"
    r"(?:"
    r"아무(?:거나|것이나|데나|나|곳이나|장소나|사람이나)(?:다|좀)?(?:요|좋아요?|괜찮아요?|괜찮습니다|좋습니다|상관없어요?"
    r"|해주세요|해줘요?|골라주세요|골라줘요?|정해주세요|정해줘요?|할게요|하죠|로요|로해주세요)?"
    r"|알아서(?:요|해주세요|해줘요?|해주실래요|하세요|골라주세요|골라줘요?|정해주세요|정해줘요?|채워주세요|부탁해요)?"
    r"|(?:편한대로|마음대로|맘대로|좋을대로)(?:요|하세요|해주세요|해줘요?|골라주세요|정해주세요)?"
    r"|(?:하나)?(?:정해|골라|추천해|선택해)(?:주세요|줘요?|주실래요|주시겠어요)"
    r"|(?:뭐든|뭐든지|무엇이든|어디든|누구든)(?:지)?(?:다)?(?:요|좋아요?|괜찮아요?|상관없어요?)?"
    r"|(?:다|전부|모두)(?:좋아요?|괜찮아요?)|상관없어요?|상관없습니다"
    r")(?:부탁해요|부탁드려요)?"
)

_JOINT: Final = re.compile(r"\b(?:and|but|so)\b|(?=나머지)")

_NOT_EN: Final = re.compile(
    r"\b(?:not|isn't|aren't|wasn't|won't be)\s+"
    r"(?:(?:at|in|on|with|to|for|from|going to|talking to)\s+)?(?:the|a|an|my|that|this)\s+"
    r"(?!(?:problem|big|bad|lot|bit|only|good|same)\b)(?P<what>[\w' ]+)"
)
_CORRECTS_EN: Final = re.compile(
    r"\b(?:instead|rather than|i mean|i meant|i misspoke|correction|i was wrong|that's wrong|that is wrong|"
    r"that's not right|(?:change|switch) (?:it|that|this|the|my)\b.* to|make (?:it|that) (?:a|an|the)|no wait|wait no)\b"
    r"|\b(?:not|isn't) .*\bbut\b"
)
_STARTS_CORRECTION_EN: Final = re.compile(r"(?:no|nope|actually|sorry|oops)\b(?! (?:problem|thanks|thank))")
_CORRECTS_KO: Final = re.compile(
    r"(?<!지 )(?<!걱정 )(?<!걱정은 )(?<!걱정하지 )말고(?!도)|(?:이|가|게|는|은) 아니(?:라|고|에요|예요|었)|아니라"
    r"|대신|(?:으?로) (?:바꿔|바꿀|변경|고칠|고쳐)|바꿔 ?(?:주|줄|볼)|바꿀게|바꾸고 싶|잘못 말|정정"
)
_STARTS_CORRECTION_KO: Final = re.compile(r"(?:아니|아니요|아니오|아뇨|아 아니|사실은?|참|앗)(?:\s|$)")
_ADDS: Final = re.compile(r"\b(?:too|also|as well)\b|\b\w+도\b")


def is_unheard(text: str) -> bool:
    """Blank, only punctuation, or only a recogniser's marker such as [inaudible]."""
    return not plain(_MARKER.sub(" ", text))


def leaves_choice(text: str) -> bool:
    """Says "you choose", as the whole utterance or a whole clause of it ("호텔이요, 나머지는 알아서 해 주세요")."""
    parts = [plain(text)]
    for clause in clauses(text):
        parts += [clause, *(part.strip() for part in _JOINT.split(clause))]
    return any(
        _LEAVES_CHOICE_EN.fullmatch(part) or _LEAVES_CHOICE_KO.fullmatch(part.replace(" ", ""))
        for part in parts
        if part
    )


def corrected_fields(text: str, known: Scenario) -> frozenset[Field]:
    """The filled fields that this utterance allows to be replaced.

    A value that it negates by name narrows it to that field ("not the hotel, the airport"); otherwise any correcting
    phrase opens all of them, for a Korean sentence cannot name the English value. A mere mention ("I like the airport
    too") opens none.
    """
    filled = frozenset(field for field in FIELDS if getattr(known, field) is not None)
    negated = [match["what"] for clause in clauses(text) for match in _NOT_EN.finditer(clause)]
    named = frozenset(
        field for field in filled if any(_names(what, getattr(known, field)) for what in negated)
    )
    if named:
        return named
    said = plain(text)
    if negated or _CORRECTS_EN.search(said) or _CORRECTS_KO.search(said):
        return filled
    starts = _STARTS_CORRECTION_EN.match(said) or _STARTS_CORRECTION_KO.match(said)
    return filled if starts and not _ADDS.search(said) else frozenset()


def _names(negated: str, value: str) -> bool:
    return re.search(rf"\b{re.escape(plain(value))}\b", negated) is not None

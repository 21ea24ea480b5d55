"""Abuse aimed at the tutor or at people, by rule, and the fixed line that answers it (docs/behaviours.md, G1).

The rules are built to miss rather than to hit wrongly: a false hit breaks a scene, a miss still meets the prompt's own
rule. So: whole words; an insult needs its "you", a threat its "I will ... you"; what is reported ("he said he would kill
me"), asked about ("what does ... mean?"), denied, or an idiom ("this is killing me") is none. Bare slurs always are.
"""

import re
from collections.abc import Mapping
from typing import Final, Literal

from lesson.clauses import clauses, plain

AbuseKind = Literal["insult", "hate", "sexual", "violent"]

DEFAULT_TUTOR_NAME: Final = "튜터"

_ADJECTIVE: Final = r"(?:stupid|dumb|useless|worthless|pathetic|disgusting|ugly|retarded|idiotic)"
_NOUN: Final = (
    r"(?:idiots?|morons?|imbeciles?|losers?|bastards?|bitch(?:es)?|whores?|sluts?|cunts?|assholes?|dumbass(?:es)?|"
    r"dickheads?|retards?|scum|piece of (?:shit|crap|trash|garbage)|son of a bitch|motherfuckers?)"
)
_DEGREE: Final = (
    r"(?:(?:all|just|really|so|such|a|an|the|very|fucking|damn|bloody|total|complete|nothing but) )*"
)
_I_WILL: Final = (
    r"(?:(?:i|we) (?:will|shall|want to|wanna|am going to|are going to|am gonna|would love to)|(?:i|we)'ll|"
    r"i'm (?:going to|gonna|about to)|we're (?:going to|gonna)|im (?:going to|gonna)|let me) "
    r"(?:(?:really|just|fucking|seriously|definitely|so|soon) )*"
)
_YOU: Final = r"(?:you|u|your (?:family|mother|mom|father|kids|children)|all of you|everyone|everybody)"
_GROUP: Final = (
    r"(?:(?:black|jewish|gay|trans|disabled|old|chinese|japanese|korean|asian|arab|foreign) people|blacks|jews|muslims|"
    r"christians|gays|lesbians|women|immigrants|foreigners|refugees|asians|koreans|arabs|mexicans|indians)"
)

_ENGLISH: Final[Mapping[AbuseKind, tuple[str, ...]]] = {
    "insult": (
        rf"\b(?:you are|you're|youre|ur|u r) {_DEGREE}{_ADJECTIVE}\b",
        rf"\b(?:you are|you're|youre|ur|u r) {_DEGREE}(?:{_ADJECTIVE} )*{_NOUN}\b",
        rf"\bare you (?!not\b){_DEGREE}(?:stupid|dumb|retarded|{_NOUN})\b",
        rf"(?<!thank )\byou (?:(?:{_ADJECTIVE}|fucking|damn|little) )*{_NOUN}\b",
        rf"^(?:hey |oh |ugh )?you (?:fucking )?{_ADJECTIVE}(?: (?:bot|robot|machine|ai|tutor|teacher|thing|computer))?$",
        r"(?<!my )\b(?:stupid|dumb|useless|fucking) (?:tutor|bot|robot|ai)\b",
        r"\bfuck (?:you|u|off|yourself|your\b)|\bscrew you\b|\bgo fuck\b|\bmotherfucker\b|\bkiss my ass\b|\beat shit\b",
        r"^(?:just |please |hey )?(?:shut (?:the (?:fuck|hell) )?up|piss off|drop dead)(?: now| already)?$",
        r"^(?:you can |just |please )?go to hell\b",
        r"^(?:and |but )?i (?:really |fucking |just )?hate you(?: so much| all)?$",
    ),
    "hate": (
        r"\b(?:niggers?|niggas?|gooks?|kikes?|faggots?|wetbacks?|ragheads?|towelheads?|chinks?(?! in\b))\b",
        rf"\bi (?:really |fucking )?hate (?:all |the |those )*{_GROUP}\b",
        rf"\b{_GROUP} (?:are (?:all )?(?:inferior|animals|vermin|trash|garbage|disgusting|stupid)|should (?:all )?(?:die|be killed))\b",
    ),
    "sexual": (
        r"\b(?:have|having) sex with (?:you|me)\b|\bwill you sleep with me\b|\btalk dirty\b|\bare you (?:horny|naked)\b",
        r"\b(?:send|show) me (?:some |your )*(?:nudes?|naked|boobs|tits|breasts|pussy|dick|panties)\b",
        r"\bsuck my (?:dick|cock)\b|\b(?:my|your) (?:dick|tits|boobs|pussy(?! ?cats?\b))\b|\bi(?:'m| am) horny\b",
        r"\bi (?:want to|wanna) (?:fuck|lick) (?:you|your)\b|\btake off your (?:bra|panties|underwear)\b",
    ),
    "violent": (
        rf"\b{_I_WILL}(?:kill|murder|stab|strangle|rape|choke|torture|hurt) {_YOU}\b(?! with kindness)",
        rf"\b{_I_WILL}shoot {_YOU}\b(?! (?:an?|the|some|over)\b)",
        rf"\b{_I_WILL}(?:hit|punch|slap) you\b(?! (?:up|with a|back)\b)",
        rf"\b{_I_WILL}beat (?:{_YOU} (?:up|to death)|the (?:shit|hell|crap) out of {_YOU})\b",
        r"(?<!don't )(?<!not )(?<!to )(?<!you'll )\bkill yourself\b|^(?:just )?go (?:and )?die\b|\bi hope you die\b",
        r"\byou (?:should|deserve to|must) (?:die|be killed|be raped)\b",
    ),
}

_ADDRESSED: Final = r"(?:너|넌|너는|네가|니가|당신|당신은|튜터|튜터는|튜터님|튜터님은|선생님|선생님은|이 (?:로봇|기계|인간)(?:은|는)?)"
_KOREAN: Final[Mapping[AbuseKind, tuple[str, ...]]] = {
    "insult": (
        r"씨발|씨팔|시발(?!점|역|지|택시|자동차)|(?:^|\s)ㅅㅂ|(?:^|\s)ㅂㅅ|병신(?!년)|개새끼|개자식|미친 ?(?:놈|년|새끼)|좆|지랄",
        r"(?:^|\s)(?:이|야|너|너 이|나쁜|멍청한) ?새끼(?!손|발|들?[을를은는이가] (?:낳|키우|돌보))",
        r"엿 ?먹어|또라이(?:야|놈|새끼)|쓰레기 ?같은 ?(?:놈|년|새끼|인간|튜터|기계|로봇)|걸레 ?같은 ?년|창녀야",
        r"(?:^|\s)닥쳐(?:라|요)?(?!\S)",
        r"^(?:(?:야|너|당장|그냥|좀|이제) ?)*꺼져(?:라| ?버려)?$",
        rf"^{_ADDRESSED} (?:\S+ ){{0,2}}?(?:바보|멍청|한심|쓸모없|쓸모 없|재수없|재수 없|못생겼|등신|머저리)(?!\S*(?:가|는|지) ?(?:아니|않))",
        r"^(?:야 |이 |에이 )(?:바보|멍청이|멍청아|등신)(?:야|아|같은\S*)?$|^(?:멍청아|등신아)$",
    ),
    "hate": (
        r"짱깨|짱꼴라|쪽바리|쪽발이|깜둥이|한남충|김치녀|맘충|틀딱",
        r"(?:흑인|여자|남자|중국인|일본인|외국인|동성애자|장애인|노인|조선족)(?:들)?(?:은|는|이|가)? ?(?:다 |모두 |전부 )?(?:죽어야|없어져야|열등)",
    ),
    "sexual": (
        r"섹스 ?(?:하자|할래|하고 ?싶|해 ?줘)|(?:나랑|저랑|너랑) (?:같이 )?(?:잘래|자고 ?싶)|알몸 ?(?:보여|사진)",
        r"(?:가슴|속옷|팬티)(?:을|를)? ?(?:보여 ?(?:줘|주|달)|만지고 ?싶)|야한 ?(?:얘기|이야기|사진|말)(?:를|을)? ?(?:하자|해 ?줘|보내|할래)",
    ),
    "violent": (
        r"(?:^|\s)(?:너|널|너를|너희를|당신을?|튜터를?|선생님을?) (?:\S+ ){0,2}?(?:죽여 ?버|죽일 ?(?:거|게|래)|죽이고 ?싶|때려 ?(?:버|죽)|패 ?(?:버|줄|죽)|찔러 ?(?:버|죽)|강간)",
        r"^(?:(?:확|진짜|그냥|다) ?)*죽여 ?(?:버릴|버린|버리겠|줄까)\S*(?: ?거\S*)?$|(?:^|\s)(?:너|야) (?:\S+ )?죽을래",
        r"^(?:(?:너|야|그냥|나가|나가서) ?)+(?:뒈져|죽어)(?:라| ?버려)?$|^(?:뒈져|죽어)(?:라| ?버려)$",
    ),
}

_PATTERNS: Final[tuple[tuple[AbuseKind, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(pattern))
    for table in (_ENGLISH, _KOREAN)
    for kind, patterns in table.items()
    for pattern in patterns
)

# Asking about a word, or telling what somebody said, is what a language lesson is for.
_ASKED_ABOUT: Final = re.compile(
    r"\bwhat (?:does|do|is|did)\b.*\b(?:mean|means|meaning)\b|\bhow (?:do|can|would|should) (?:you|i|we) say\b|\bmeaning of\b"
    r"|\btranslate\b|\b(?:rude|bad|swear) words?\b|무슨 (?:뜻|말)|뜻이|영어로|한국어로|라는 (?:말|단어|표현|뜻)|(?:이|가) 욕"
)
_REPORTED: Final = re.compile(
    r"\b(?:he|she|they|someone|somebody|(?:my|the|a|that|this) \w+(?: \w+)?)(?: \w+){0,2}? "
    r"(?:said|says|told|tells|yelled|shouted|screamed|called|calls|wrote|texted|threatened|threatens)\b"
    r"|(?:라고|다고|냐고|자고|겠다고) (?:\S+ )?(?:했|말했|말하|소리|들었|하더|욕|하는|협박)"
)


def abuse_in(text: str) -> AbuseKind | None:
    """The kind of abuse in a learner's line, or None. Looked for clause by clause, and in the line as a whole."""
    whole = plain(text)
    if _ASKED_ABOUT.search(whole) or _REPORTED.search(whole):
        return None
    parts = (*clauses(text), whole)
    return next((kind for kind, pattern in _PATTERNS if any(pattern.search(part) for part in parts)), None)


def abuse_line(name: str = DEFAULT_TUTOR_NAME) -> str:
    """The fixed answer, with the persona's Korean name and the particle that fits it."""
    return f"이건 {name}{subject_particle(name)} 함께할 수 없는 이야기예요."


def subject_particle(name: str) -> Literal["이", "가"]:
    """이 after a final consonant, 가 after a vowel. Latin names by how they are read: "Sam" 샘이, "Kate" 케이트가."""
    last = name.strip()[-1:].casefold()
    if "가" <= last <= "힣":
        return (
            "이" if (ord(last) - ord("가")) % 28 else "가"
        )  # 28 syllables share an initial and a vowel; the first is open
    if last.isascii() and last.isdigit():
        return "이" if last in "013678" else "가"  # 영 일 삼 육 칠 팔
    return "이" if last in tuple("lmnbpkc") else "가"

"""Whether a line surely asks about the learner's own lessons: what they did, how much, how well. Not sure is no.

"Last time" alone may be the partner's ("What did we talk about last time, doctor?"): it takes the lesson, or a figure of
the learner's own speaking. A scene has lessons too: what will be ("When is my first class?") is its partner's, and so is
what is asked of a doctor or an officer by that name.
"""

import re
from typing import Final

from lesson.clauses import clauses, plain
from lesson.courtesies import is_courtesy
from lesson.vocatives import speaks_to_partner

MAX_CHARACTERS: Final = 300

_LEAD: Final = (
    r"(?:(?:sorry|excuse me|hi|hello|hey|thank you|thanks|but|and|so|then|well|oh|um+|uh+|okay|ok|wait|please|actually|tutor|teacher|"
    r"by the way|can you|could you|would you|can i|could i|may i|can we|i want to|i'd like to|i would like to|let me|let's|tell me|know|"
    r"do you know|do you remember|i wonder|i don't remember|remind me) )*"
)
_LESSON: Final = r"(?:english )?(?:lessons?|class(?:es)?|sessions?|practice(?: sessions?)?|role ?plays?)"
_SPAN: Final = (
    r"(?: (?:(?:in |during |for )?(?:this|last|the last|the past|the previous) (?:week|month|year|few (?:days|weeks)|\w+ days?)|today|yesterday|"
    r"so far|in total|altogether|all together|until now|up to now|by now|recently|lately|since \w+|please|with you|here|already|again|now|(?:on|in) \w+))*"
)
_NTH: Final = r"(?:last|previous|first|earlier|other|past|latest|second|third|yesterday's|recent)"
_MINE: Final = rf"(?:my|our) (?:\w+ )?{_NTH} (?:\w+ )?{_LESSON}|last (?:english )?(?:lesson|session)|yesterday's {_LESSON}"
_EARLIER: Final = rf"(?:(?:in|during|at|from|for|about) )?(?:{_MINE}|the (?:last|previous) (?:english )?(?:lesson|session))|(?:in|during|at|from) (?:my|our) (?:\w+ ){{0,2}}{_LESSON}"
_FIGURE: Final = (
    r"(?:(?:english |speaking |talking |learning |speech )+(?:pace|speed|weakness(?:es)?|strengths?)|"
    r"(?:english |speaking |talking |learning |study |lesson |practice |average )*(?:history|progress|level|speaking time|speech rate|"
    r"words per minute|speaking share|mistakes|errors|weak points?|corrections|statistics|stats))"
)
_RECORD: Final = (
    r"(?:(?:english |speaking |learning |study |lesson |practice )+(?:report|records?|data|results?|summary|notes)|"
    r"(?:english |speaking |learning |study |lesson |practice )*(?:history|progress|mistakes|statistics|stats)|(?:last |latest |previous )?lesson report)"
)

_ENGLISH: Final = tuple(
    re.compile(_LEAD + pattern)
    for pattern in (
        rf"how many (?:different )?{_LESSON}(?: (?:have|did|had) (?:i|we) (?:had|have|done|do|taken|take|finished?|completed?|got))?{_SPAN}",
        rf"how many (?:scenes|scenarios|conversations|situations|topics) (?:have|did) (?:i|we) (?:had|have|done|do|played?|practi[sc]ed?|finish(?:ed)?|tr(?:y|ied)){_SPAN}",
        rf"how (?:many (?:times|hours|minutes|days|words)|much|long|often) (?:have|did) (?:i|we) (?:practi[sc]ed?|studied|study|spoken|speak|spoke|talked|talk|said|learned|learnt)(?: english)?{_SPAN}",
        rf"how (?:fast|slow|slowly|quickly) (?:do|did|am|was) i (?:speak|talk|speaking|talking)(?: english)?{_SPAN}",
        rf"(?:(?:show|tell|give|read|see|look at|check|open|view)(?: me)?|i want to know|i'd like to know)(?: about)? my {_RECORD}{_SPAN}",
        rf"what(?:'s| is|s| are| was| were) my (?:(?:most )?(?:common|frequent|usual|biggest|main|typical) )?{_FIGURE}{_SPAN}",
        rf"what (?:(?:kind|kinds|sort) of )?(?:mistakes|errors) (?:do|did|have|am) i (?:(?:often|usually|always|still|mostly) )?(?:make|made|making){_SPAN}",
        rf"what did you (?:say|tell me|talk about|correct)(?: in| during| at)? (?:my|our) (?:\w+ )?{_NTH} (?:\w+ )?{_LESSON}",
        rf"what (?:did|have) (?:i|we) (?:just )?(?:say|said|do|done|talk(?:ed)? about|learn(?:ed|t)?|practi[sc]ed?|stud(?:y|ied)|discuss(?:ed)?|cover(?:ed)?|work(?:ed)? on|get wrong|got wrong)"
        rf"(?: [\w' ]{{1,40}})? (?:{_EARLIER}){_SPAN}",
        rf"what (?:did|have) i get wrong{_SPAN}",
        rf"(?:what|how) (?:was|were|did|happened)(?: i do| we do)?(?: in)? (?:{_MINE}){_SPAN}(?: about)?",
        rf"(?:what|how) about (?:my|our) (?:last|previous|latest|yesterday's) {_LESSON}",
        rf"(?:which|what) (?:scenes|scenarios|lessons|topics|situations|role ?plays) (?:have|did) (?:i|we) (?:had|have|done|do|played?|practi[sc]ed?|finish(?:ed)?|tr(?:y|ied)|take|taken){_SPAN}",
        rf"when (?:was|were|did i have|did we have) (?:my|our) (?:last|first|previous|latest) {_LESSON}",
        r"how(?:'s| is| was| good is) my (?:spoken )?(?:english|speaking|pronunciation|grammar|progress|fluency|vocabulary)(?: (?:getting|going|now|today|so far|these days|level))*",
        r"(?:is|has) my (?:spoken )?(?:english|speaking|pronunciation|grammar|fluency|vocabulary) (?:(?:getting|gotten|got|become|becoming|really|been) )*(?:better|improving|improved|worse|good)"
        rf"{_SPAN}",
        rf"am i (?:improving|getting better|making progress)(?: (?:at|in|with) (?:my )?(?:english|speaking)(?: english)?){_SPAN}",
        r"am i (?:speaking|talking) (?:english )?(?:too )?(?:fast|slow|slowly|quickly)(?: enough)?",
        rf"(?:what|which) words (?:do|did) i (?:use|say) (?:most|too (?:much|often)|the most|a lot|often){_SPAN}",
    )
)

_MY_KO: Final = r"(?:제|내|저의|나의|저|나)"
_SAY_KO: Final = r"(?:보여|알려|말해|말씀해|설명해|가르쳐)(?:주세요|줘요?|주실래요|주시겠어요|줄래요|줄수있어요|주실수있어요)"
_KOREAN: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:제가|내가|우리|우리가)?(?:지난번?|저번|이전|예전|어제|첫번째?|마지막|그저께|최근)(?:에)?(?:영어)?(?:수업|레슨|연습|대화수업)(?:시간)?(?:에|때|에서|에는|은|는)?"
        r"(?:제가|내가|우리가|우리)?.{0,20}(?:뭐|뭘|무엇|무슨|어떤|어떻|얼마|몇).{0,12}(?:했|배웠|말했|틀렸|나눴|나왔|들었|말한|배운|틀린|한거|한말|였|이었).{0,8}",
        r"(?:제가|내가|저)?(?:이번|지난|저번)?(?:달|주|해|년)?(?:에|에는)?(?:오늘|올해|총|지금까지|여태까지|전부|모두|전체|그동안)?(?:제가|내가)?(?:영어)?(?:수업|레슨|연습|공부)(?:을|를|은)?(?:총|모두)?"
        r"(?:몇번|몇개|몇회|얼마나|몇시간|몇분)(?:이나|정도)?(?:했|들었|받았|한거|한건|한지|들은).{0,10}",
        r"(?:(?:제가|내가|우리가)(?:이번|지난)?(?:달|주)?(?:에)?(?:지금까지|총|오늘)?(?:몇번|얼마나|몇시간|몇분)(?:이나|정도)?(?:영어)?(?:수업|레슨|연습|공부|말)(?:을|를)?|"
        r"(?:이번|지난)?(?:달|주)?(?:에)?(?:지금까지|총|오늘)?(?:몇번|얼마나|몇시간|몇분)(?:이나|정도)?(?:영어)?(?:수업|레슨)(?:을|를)?)(?:했|한거|한건|들었|받았).{0,10}",
        rf"{_MY_KO}(?:(?:영어|학습|수업|공부|연습|말하기)+(?:기록|진도|성적|속도|리포트|보고서|통계|발전)|(?:영어|말하기)*(?:실력|레벨|수준|말속도|실수|약점|강점))(?:이|가|을|를|은|는|좀|도)*"
        rf"(?:{_SAY_KO}|뭐예요|뭐에요|뭔가요|어때요|어떤가요|어떻게돼요|어떻게되나요|얼마예요|얼마나돼요|늘었어요|늘었나요|보고싶어요|궁금해요|볼수있어요)",
        rf"(?:학습|수업|공부|연습)기록(?:을|좀)*{_SAY_KO}",
        r"(?:제가|내가)(?:자주|주로|많이|가장많이|제일많이)*(?:틀리는|실수하는|하는실수|틀린|실수한)(?:게|거|것|건|부분|문장|표현|단어)?(?:이|가|은|는|을|를)?.{0,4}(?:뭐|무엇|어떤|있어요|있나요|있었|알려|보여|말해).{0,8}",
        rf"{_MY_KO}(?:영어|발음|문법|말하기)(?:실력)?(?:이|가|는|은)?(?:좀|많이|요즘)*(?:어때요|어떤가요|늘었어요|늘었나요|늘고있어요|늘고있나요|좋아졌어요|좋아졌나요|나아졌어요|나아졌나요|괜찮아요)",
        r"제가(?:말을|영어를)?(?:너무)?(?:빨리|느리게|천천히)(?:말해요|말하나요|말하고있어요|말하고있나요)",
    )
)
_LEAD_KO: Final = re.compile(
    r"^(?:죄송한데요?|죄송하지만|실례지만|저기요?|선생님|튜터님|근데|그런데|그럼|아|어(?!제)|음|네|잠깐만요|질문있어요|궁금한게있는데요?|고마워요|감사합니다|안녕하세요|혹시)+"
)


def asks_about_lessons(text: str) -> bool:
    if len(text) > MAX_CHARACTERS or speaks_to_partner(text):
        return False
    parts = [plain(text), *(clause for clause in clauses(text) if not is_courtesy(clause))]
    return any(
        any(pattern.fullmatch(part) for pattern in _ENGLISH)
        or any(pattern.fullmatch(_LEAD_KO.sub("", part.replace(" ", ""))) for pattern in _KOREAN)
        for part in parts
        if part
    )

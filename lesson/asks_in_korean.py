"""A Korean line's questions about English. It needs the English that it asks about beside it, or its term.

Compared without spaces, which recognisers set as they like; but a term of grammar is looked for before they go, as a whole
word (동사 is not in 동사무소), and only a particle may follow it. English beside a thing of the scene asks nothing about
English ("ATM은 어떻게 써요?"): it must be quoted, called a word, or one of the words that are no things (the, since).
"""

import re
from typing import Final

from lesson.confused_words import CONFUSED, NO_THINGS

QUOTED: Final = "quotedwords"  # stands for what was quoted

_T: Final = "★"  # stands for a term of grammar
_W: Final = "☆"  # for an English word that is no thing
_C: Final = "◇"  # for another one that learners confuse
_TERM: Final = re.compile(
    r"(?<![가-힣])(?:영어 ?)?(?:(?:have ?)?p ?p|문법(?!적)|시제|전치사|정관사|부정관사|관사|현재 ?완료(?: ?진행형?)?|과거 ?완료|미래 ?완료|(?:현재|과거|미래) ?진행형|과거 ?분사|"
    r"현재 ?분사|과거형|미래형|현재형|복수형|단수형|발음(?![해하])|철자|스펠링|동사 ?원형|조동사|동명사|동사|대명사|관계 ?대명사|관계 ?부사|관계사|"
    r"불가산 ?명사|가산 ?명사|명사|형용사|부사|접속사|가정법|수동태|능동태|숙어|어순|(?:to ?)?부정사|분사 ?구문|분사|비교급|최상급|동의어|"
    r"반의어|유의어|반대말|비슷한 ?말|간접 ?화법)"
)
_NO_THING: Final = re.compile(rf"(?<![\w'])(?:{NO_THINGS})(?![a-z\d'])")
_CONFUSED: Final = re.compile(rf"(?<![\w'])(?:{CONFUSED})(?![a-z\d'])")
_WORD: Final = rf"(?:{_W}|{QUOTED})"
_PAIRED: Final = rf"(?:{_W}+|{_C}|{QUOTED})"
_ENGLISH: Final = rf"(?=.*[a-z{_W}{_C}])"
_NAMED: Final = rf"(?=.*(?:[a-z{_W}{_C}]|단어|표현|문장|숙어|라는말))"
_PARTICLE: Final = r"(?:은|는|이|가|을|를|도|좀|의|이란|란|에서|이라는게|이라는거)?"
_WHAT: Final = r"(?:뭐예요|뭐에요|뭐죠|뭐지요|뭔가요|뭐야|뭡니까|무엇인가요|무엇이에요|무엇입니까|무엇이죠)"
_IS_USED: Final = (
    r"(?:안|꼭|또|같이)?(?:써요|쓰나요|쓰죠|쓰는거예요|쓰는건가요|써야(?:해|돼|되|하).{1,4}|쓸수있.{1,4}|쓰면.{1,8}|쓰는지.{1,6}|"
    r"사용(?:해|하|되|돼).{1,8}|"
    r"붙여요|붙이나요|붙이는거예요|붙나요|붙어요|붙여야.{1,5}|넣어요|넣나요|넣어야.{1,5}|들어가요|들어가나요|와요|오나요|필요(?:해|하).{1,4}|"
    r"없어요|없나요|생략.{1,8}|빠져요|빠지나요|바뀌어요|바뀌나요|바꿔요|바꾸나요|만들어요|만드나요|구분.{1,8}|구별.{1,8}|달라요|다른가요|다르죠|다른거예요|"
    r"읽어요|읽나요|발음.{1,6}|되는거예요|돼요|되나요|되죠|해요|하나요|하는거예요|해야해요|해야돼요|해야하나요)"
)
_IS_A_THING: Final = r"안?(?:와요|오나요|없어요|없나요|돼요|되나요|되죠|해요|하나요)"  # said of a Fuji apple or an official residence too
_RIGHT: Final = (
    r"(?:맞아요|맞나요|맞죠|맞는지.{0,8}|틀렸어요|틀렸나요|틀린거.{0,8}|틀려요|틀리나요|이상해요|이상한가요)"
)
_TELL: Final = (
    r"(?:알려|설명|가르쳐)(?:해)?(?:주세요|줘요?|주실래요|주시겠어요|주실수있.{1,4}|줄래요|줄수있.{1,4})"
)
_DIFFERENCE: Final = (
    r"(?:차이|다른점|어떻게달라|뭐가달라|어떻게다르|뭐가다르|어떻게다른|뭐가다른|다른거|구분|구별).{0,15}"
)
_AND: Final = r"(?:이?랑|와|과|하고)"
_THE_WORD: Final = r"(?:단어|표현|숙어|문장|라는말|접두사|접미사)"

_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # in English
        r".{1,80}영어로(?:는|도)?(?:뭐예요|뭐에요|뭐죠|뭐야|뭔가요|뭐지요|뭡니까|무엇인가요|무엇이에요|무엇입니까|무슨말이에요|"
        r"(?:뭐라고|뭐라|무엇이라고|어떻게)(?:말|해|하|부르|불러|표현|쓰|써|얘기|이야기|번역|읽).{0,12})",
        # meanings
        rf"{_NAMED}.{{1,80}}(?:무슨뜻|무슨의미|뜻이뭐|뜻은뭐|뜻이무엇|뜻을(?:알|모르|설명|가르)|뜻좀|의미가뭐|의미는뭐|어떤뜻).{{0,12}}",
        # why
        rf"{_ENGLISH}(?!.*(?:no|yes)라고).{{0,40}}왜.{{0,60}}라고(?:해요|하나요|말해요|말하나요|써요|쓰나요|쓰는거예요|하는거예요|(?:하|말하|쓰)면안(?:돼요|되나요|되죠)|(?:해야|말해야|써야)(?:해요|돼요|하나요|되나요))",
        rf".{{0,40}}왜.{{0,30}}{_WORD}(?:을|를|이|가|은|는)?(?!{_IS_A_THING}$){_IS_USED}",
        rf".{{0,40}}{_WORD}(?:을|를|이|가|은|는)?왜(?!{_IS_A_THING}$){_IS_USED}",
        rf".{{0,20}}왜.{{0,20}}{_WORD}.{{0,40}}(?:아니고|아니라).{{0,30}}(?:예요|이에요|인가요|죠|라고해요|써요|쓰나요)",
        rf".{{0,20}}왜.{{0,40}}{QUOTED}(?:이)?(?:에요|예요|인가요|죠|맞아요|틀려요)",
        rf"(?:.{{0,20}}{_THE_WORD}|.{{0,20}}{QUOTED})(?:이|가|은|는)?왜(?:틀려요|틀렸어요|틀린거예요|틀린가요|이상해요|안돼요|안되나요)",
        # differences
        rf".{{0,20}}{_PAIRED}{_AND}{_PAIRED}(?:{_AND}|은|는|의|이|가)?(?:뜻|의미|뉘앙스|발음|용법|중에)?(?:은|는|의|이|가)?{_DIFFERENCE}",
        rf"{_ENGLISH}.{{1,60}}{_AND}.{{1,60}}(?:뜻|의미|뉘앙스|용법|단어|표현|발음)(?:은|는|의|이|가|에)?(?:무슨|어떤)?{_DIFFERENCE}",
        rf".{{0,20}}{_T}{_AND}.{{1,15}}{_DIFFERENCE}|.{{1,15}}{_AND}{_T}(?:은|는|의|이|가)?{_DIFFERENCE}",
        # forms
        rf".{{0,60}}{_T}{_PARTICLE}(?:{_WHAT}|{_RIGHT}|.{{0,4}}{_TELL}|궁금해요|헷갈려요|잘?모르겠어요|이해가안.{{1,6}})",
        rf".{{0,60}}{_T}{_PARTICLE}(?:언제|왜|어떻게|어디에|어디)(?!{_IS_A_THING}$){_IS_USED}",
        rf".{{0,60}}{_T}(?:을|를|이|가|은|는)?(?:꼭|안|또)?(?:써야|붙여야|쓰면|써도|안써도|생략해도|빼도).{{1,8}}",
        rf".{{0,60}}(?:왜|언제){_T}(?:을|를|이|가)?{_IS_USED}",
        rf".{{0,60}}{_T}(?:이|가|은|는)?어떻게(?:돼요|되나요|되죠)",
        # right or wrong
        r"(?:제|내|이|방금|지금|제가말한|제가한|방금한|방금말한|방금제가말한|제가방금말한)?(?:영어)?(?:문장|영어|표현|영어표현|영어문장)(?:이|가|은|는)?(?:문법적으로)?"
        r"(?:맞아요|맞나요|맞죠|맞는표현이에요|맞는문장이에요|자연스러워요|자연스럽나요|자연스러운가요|틀렸어요|틀렸나요|어색해요|어색한가요|이상해요|이상한가요)",
        r".{0,10}(?:문장|영어|표현)(?:에서|에)?(?:뭐가|어디가|무엇이)(?:틀렸|틀린|틀려|이상|잘못).{1,8}",
        r"(?:.{0,60})영어로이렇게(?:말해도|해도|써도)(?:돼요|되나요|되죠|될까요|맞아요|괜찮아요|괜찮나요)",
        rf"{_ENGLISH}(?!.*(?:이름|성함|예약자|주소)).{{1,60}}라고(?:말해도|해도|써도)(?:돼요|되나요|되죠|될까요|맞아요|괜찮아요|괜찮나요)",
        # examples, use and sound
        rf"{_NAMED}.{{1,60}}예문.{{0,20}}|예문(?:을|좀|하나)*(?:알려|들어|만들어|보여).{{1,8}}",
        rf".{{0,20}}(?:{_WORD}|{_THE_WORD})(?:은|는|을|를)?(?:언제|어떻게|어디에)(?:써요|쓰나요|쓰는거예요|사용해요|사용하나요|붙여요|붙이나요|써야해요|써야돼요)",
        rf"{_NAMED}.{{1,60}}어떻게(?:발음해요|발음하나요|발음하는거예요|읽어요|읽나요|읽는거예요)",
    )
)
_HANGUL: Final = re.compile(r"[가-힣]")
_LEAD: Final = re.compile(
    r"^(?:죄송한데요?|죄송하지만|실례지만|저기요?|선생님|튜터님|근데|그런데|그럼|아|어|음|네|잠깐만요|잠시만요|질문있어요|궁금한게있는데요?|고마워요|감사합니다|안녕하세요)+"
)
# What somebody wants to practise is a scene, not a question.
_WISH: Final = re.compile(r".*(?:연습|배우|배워보|해보|하)고싶(?:어요|습니다|은데요?|어)")


def asks_in_korean(part: str) -> bool:
    """`part` is plain (lesson.clauses), with QUOTED for what was quoted."""
    if not _HANGUL.search(part):
        return False
    marked = _CONFUSED.sub(_C, _NO_THING.sub(_W, _TERM.sub(_T, part))).replace(" ", "")
    said = _LEAD.sub("", marked)
    return not _WISH.fullmatch(said) and any(pattern.fullmatch(said) for pattern in _PATTERNS)

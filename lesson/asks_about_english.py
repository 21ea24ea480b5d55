"""Whether a line surely asks about English itself: a meaning, a form, how to say it. Not sure is no.

Built to miss rather than to hit wrongly: in a scene "What does the fee include?" is the partner's. So a whole clause must
be such a question, and what it asks about must be recognisably a word and not a thing: quoted, named as a word or a term
of grammar, or without an article ("what does reserve mean"). A Korean question needs the English beside it, or its term.
"""

import re
import unicodedata
from typing import Final

from lesson.clauses import clauses, plain
from lesson.courtesies import is_courtesy

MAX_CHARACTERS: Final = 300  # who asks for longer tells a story

_QUOTED: Final = re.compile(
    r"[\"“”„«「『][^\"“”«»「」『』]{1,120}[\"“”»」』]|(?<!\w)['‘][^'‘’]{1,120}['’](?!\w)"
)
_Q: Final = "quotedwords"  # stands for what was quoted

_LEAD: Final = (
    r"(?:(?:sorry|excuse me|hi|hello|hey|thank you|thanks|but|and|so|then|well|oh|um+|uh+|okay|ok|wait|please|actually|tutor|teacher|"
    r"by the way|(?:i have |just |one |a |quick )*question|can you tell me|could you tell me|would you tell me|please tell me|tell me|"
    r"do you know|i want to know|i'd like to know|i would like to know|i wonder|i was wondering|i don't know|i do not know|"
    r"i'm not sure|can you explain|could you explain|please explain|explain) )*"
)
_TAIL: Final = r"(?: (?:please|here|exactly|really|again|for me|to me|in english|in korean|in this sentence|then|now|sir|madam|tutor|teacher))*"
_WORD_CLASS: Final = r"(?:words?|phrases?|expressions?|sentences?|terms?|idioms?|phrasal verbs?|verbs?|nouns?|adjectives?|adverbs?|prepositions?|letters?)"
_NAMED: Final = rf"(?:(?:the|this|that|a|an|your|my|these|those) )?(?:english |last |new )?{_WORD_CLASS}(?: [\w' ]{{1,60}})?"
# A bare word or two; what begins with one of these is a thing or a person of the scene.
_THING: Final = (
    r"(?!(?:the|this|that|these|those|my|your|his|her|its|our|their|it|you|he|she|they|we|i|a|an|mr|mrs|ms|miss|dr|everything|"
    r"everyone|all|any|some|so|no|yes|does|do|did|is|are|was|would|will|can)\b)"
)
_BARE: Final = rf"{_THING}[\w'-]+(?: (?!(?:is|are|was|were|can|will|and|or)\b)[\w'-]+){{0,3}}"
_ITEM: Final = rf"(?:{_NAMED}|{_Q}|{_BARE})"
_SURE_ITEM: Final = rf"(?:{_NAMED}|(?:.* )?{_Q}(?: .*)?)"
_TERM: Final = (
    r"(?:(?:simple |english |past |present |future |passive |relative |definite |indefinite |modal |reported |second |first |third |zero )*"
    r"(?:grammar|tenses?|(?:present|past|future) (?:perfect|continuous|progressive|simple)(?: (?:continuous|progressive|tense))?|"
    r"(?:past|present|future) (?:tense|form|participle)|perfect(?: tense)?|articles?|prepositions?|gerunds?|infinitives?|participles?|"
    r"conditionals?|passive(?: voice)?|active voice|relative (?:clauses?|pronouns?)|clauses?|phrasal verbs?|modal verbs?|modals?|idioms?|"
    r"plurals?(?: forms?)?|countable nouns?|uncountable nouns?|adjectives?|adverbs?|pronouns?|conjunctions?|auxiliar(?:y|ies)(?: verbs?)?|"
    r"subjunctive|reported speech|question tags?|word order|capital letters?|irregular verbs?|comparatives?|superlatives?))"
)
# Words that learners confuse; two of them in one question are not two rooms.
_CONFUSED: Final = (
    r"(?:a|an|the|in|on|at|to|for|since|from|by|of|with|during|while|will|would|can|could|should|must|may|might|shall|be going to|going to|"
    r"say|tell|speak|talk|make|do|have|has|had|much|many|few|little|a few|a little|some|any|fun|funny|bring|take|come|go|lend|borrow|"
    r"look|see|watch|hear|listen|good|well|than|then|its|it's|their|there|they're|your|you're|who|whom|which|that|affect|effect|"
    r"been|gone|used to|get used to|been to|gone to|interested|interesting|bored|boring|hope|wish|learn|study|job|work|trip|travel|journey)"
)
_FORM: Final = (
    r"(?:(?:simple )?past(?: tense| form| participle)?|plural(?: form)?|singular(?: form)?|opposite|antonym|synonym|comparative(?: form)?|"
    r"superlative(?: form)?|(?:noun|verb|adjective|adverb|base|ing) form|definition|pronunciation|spelling|part of speech|past perfect)"
)
_I: Final = r"(?:i|you|we|people|one|they|americans|native speakers|english speakers)"
_RIGHT: Final = (
    r"(?:right|correct|okay|ok|good|natural|wrong|grammatical|proper|fine|grammatically (?:right|correct)|polite|rude|formal|informal|"
    r"too formal|awkward|strange|common)"
)

_ENGLISH: Final = tuple(
    re.compile(_LEAD + pattern + _TAIL)
    for pattern in (
        # meanings
        rf"what (?:does|do|did|would) {_ITEM} (?:actually |really )?mean",
        rf"what {_ITEM} (?:actually |really )?means?",
        rf"(?:what(?:'s| is|s) )?the (?:exact |real )?meaning of (?!(?:this|that|it|life|all this)\b){_ITEM}",
        rf"what kind of word is {_ITEM}",
        # how to say it
        r"how (?:do|can|could|would|should|to|did) (?:i|you|we|people|they)? ?(?:say|call|write|express|put|translate) .{1,120} in (?:english|korean)",
        rf"how (?:do|can|could|would|should|to) (?:i|you|we|people|they)? ?(?:say|express|translate) {_ITEM}",
        r"what(?:'s| is|s| are| do (?:you|we|people) call) .{1,80} (?:called )?in (?:english|korean)",
        r"what(?:'s| is) the (?:(?:right|correct|english|natural|proper|polite|korean|best|better) )*(?:word|expression|phrase|term) (?:for|of) .{1,80}",
        r"what(?:'s| is) the (?:(?:right|correct|english|natural|proper|polite|best|better) )*(?:way to say|way of saying) .{1,80}",
        r"(?:(?:what(?:'s| is)|is there|give me|are there|do you have|do you know) )?(?:another|other|a better|a different|a more polite|a more natural) "
        rf"(?:words?|ways? to say|ways? of saying|expressions?|phrases?)(?: for| of)? {_ITEM}",
        # forms
        rf"what(?:'s| is|s| are) the {_FORM} of {_ITEM}",
        r"(?:which|what) (?:preposition|tense|article|verb form|word order|conjunction|pronoun)s? (?:do|should|must|can|is|comes?|goes|follows?|with|after|before|for)\b.{0,80}",
        rf"(?:(?:what(?:'s| is| are)|tell me about|teach me|about|i don't understand|when (?:do|should|can|must) {_I} use|how (?:do|should|can) {_I} use|how to use|when to use) )"
        rf"(?:the |an? )?{_TERM}",
        rf"(?:the )?{_TERM}",
        rf"(?:when|how|where) (?:do|should|can|must) {_I} use (?:the )?(?:{_SURE_ITEM}|{_CONFUSED}(?: (?:and|or|instead of) {_CONFUSED})?)",
        rf"(?:do|should|must) {_I} (?:use|need|put|say) (?:the |an? )?(?:{_TERM}|{_SURE_ITEM}|{_CONFUSED} or {_CONFUSED})",
        # differences
        r"(?:what(?:'s| is) |is there (?:a |any )?)?(?:the )?difference between "
        rf"(?:{_SURE_ITEM}|.{{1,80}} (?:in english|in meaning|in grammar|in pronunciation)|{_CONFUSED} and {_CONFUSED}|(?:the )?{_TERM} and (?:the )?{_TERM})",
        # right or wrong
        rf"(?:is|was|are) (?:it|this|that|what i said) (?:an? )?{_RIGHT} (?:english|grammar|in english|english to say .{{1,80}})",
        r"(?:is|was) it (?:right|correct|natural|grammatical|grammatically (?:right|correct)|wrong) to say .{1,80}",
        rf"(?:is|was|does|did) (?:my|this|the|that|your) (?:last )?(?:sentence|grammar|english|pronunciation|expression|phrase|word)(?: sound)? {_RIGHT}(?: english)?",
        rf"(?:is|are) {_Q} (?:an? )?(?:{_RIGHT}|.{{0,20}}(?:words?|verbs?|nouns?|adjectives?|adverbs?|idioms?|slang|countable|uncountable|plural|singular|sentences?))(?: english)?",
        rf"is {_BARE} (?:an? )?(?:verb|noun|adjective|adverb|idiom|slang|countable|uncountable|countable noun|uncountable noun|plural|singular|real word|english word|slang word)",
        rf"(?:is it|do (?:i|you|we) say|should i say|can (?:i|you|we) say|could i say|may i say) (?:.{{0,40}} )?{_Q}(?: .{{0,60}})?",
        r"can (?:i|you|we) say .{1,80} in english",
        r"did i (?:say|pronounce|use|spell) (?:that|it|this|that sentence|the sentence|that word|the word) (?:right|correctly|properly|well|wrong)",
        rf"why (?:is|was|are|do|does|did|can't|isn't|don't|doesn't|not|is it|do you|do we)\b(?: .{{1,60}})? {_Q}(?: .{{0,60}})?",
        rf"why (?:do|does|don't|can't) (?:we|people|americans|native speakers|english speakers) (?:say|write|pronounce) {_ITEM}",
        rf"why (?:do|does|did|don't|can't|must|should) {_I} (?:use|say|need|put|write) (?:the |an? )?(?:{_TERM}|{_NAMED})",
        # examples, sounds
        rf"(?:(?:can|could|would) you )?(?:give|show|tell|make)(?: me)? (?:(?:an?|some|another|two|three|a few|more) )?(?:examples?|example sentences?|sample sentences?|sentences?)"
        rf" (?:of|with|using|for|that uses?|in which you use) {_ITEM}",
        rf"(?:(?:can|could|would) you )?(?:use|put) {_ITEM} in an? (?:example )?sentence",
        rf"how (?:do|can|should|would|to|is|are) (?:i|you|we|people)? ?(?:pronounced?|spell|spelled|spelt) {_ITEM}",
        rf"how (?:is|are) {_ITEM} (?:pronounced|spelled|spelt)",
    )
)

_LATIN: Final = r"(?=.*(?:[a-z]{1,}|단어|표현|문장|숙어|라는말))"
_TERM_KO: Final = (
    r"(?:문법|시제|전치사|관사|정관사|부정관사|현재완료|과거완료|현재진행형|과거형|과거분사|복수형|단수형|발음|철자|스펠링|동사|명사|형용사|"
    r"부사|접속사|대명사|관계대명사|관계사|가정법|수동태|숙어|어순|to부정사|부정사|동명사|분사|조동사|비교급|최상급|가산명사|불가산명사|동의어|반의어|반대말|비슷한말)"
)
# Without spaces.
_KOREAN: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r".{1,80}영어로(?:는|도)?(?:뭐예요|뭐에요|뭐죠|뭐야|뭔가요|뭐지요|뭡니까|무엇인가요|무엇이에요|무엇입니까|무슨말이에요|"
        r"(?:뭐라고|뭐라|무엇이라고|어떻게)(?:말|해|하|부르|불러|표현|쓰|써|얘기|이야기|번역|읽).{0,12})",
        rf"{_LATIN}.{{1,80}}(?:무슨뜻|무슨의미|뜻이뭐|뜻은뭐|뜻이무엇|뜻을|뜻좀|의미가뭐|의미는뭐|어떤뜻).{{0,12}}",
        r"(?=.*[a-z])(?:.{0,40})왜.{0,60}(?:라고|이라고|을|를|가|이|로|으로)?(?:해요|하나요|말해요|말하나요|써요|쓰나요|붙여요|붙나요|붙어요|돼요|되나요|쓰는거예요|하는거예요)",
        r"(?=.*[a-z]).{1,60}(?:랑|이랑|와|과|하고).{1,60}(?:차이|다른점|어떻게달라|뭐가달라|어떻게다르|뭐가다르|다른거).{0,15}",
        rf".{{0,60}}{_TERM_KO}.{{0,12}}(?:뭐예요|뭐에요|뭐죠|뭔가요|뭐야|무엇인가요|어떻게.{{1,12}}|맞아요|맞나요|맞죠|맞는지.{{0,8}}|알려.{{1,8}}|설명.{{1,10}}|언제.{{1,10}}|"
        r"왜.{1,12}|궁금해요|헷갈려요|모르겠어요|틀렸어요|틀렸나요|틀린거.{0,8}|이상해요)",
        r"(?:제|내|이|방금|지금|제가말한|제가한|방금한|방금말한|방금제가말한|제가방금말한)?(?:영어)?(?:문장|영어|표현|영어표현|영어문장)(?:이|가|은|는)?(?:문법적으로)?"
        r"(?:맞아요|맞나요|맞죠|맞는표현이에요|맞는문장이에요|자연스러워요|자연스럽나요|자연스러운가요|틀렸어요|틀렸나요|어색해요|어색한가요|이상해요|이상한가요)",
        r"(?:.{0,60})(?:영어로이렇게|(?:이)?라고|영어로)(?:말해도|해도|써도)(?:돼요|되나요|되죠|될까요|맞아요|괜찮아요|괜찮나요)",
        rf"{_LATIN}.{{1,60}}예문.{{0,20}}|예문(?:을|좀|하나)*(?:알려|들어|만들어|보여).{{1,8}}",
        r"(?=.*[a-z]).{1,60}(?:어떻게|언제)(?:써요|쓰나요|쓰는거예요|발음해요|발음하나요|읽어요|읽나요|사용해요|사용하나요)",
    )
)
_LEAD_KO: Final = re.compile(
    r"^(?:죄송한데요?|죄송하지만|실례지만|저기요?|선생님|튜터님|근데|그런데|그럼|아|어|음|네|잠깐만요|잠시만요|질문있어요|궁금한게있는데요?|고마워요|감사합니다|안녕하세요)+"
)


def asks_about_english(text: str) -> bool:
    if len(text) > MAX_CHARACTERS:
        return False
    marked = _QUOTED.sub(f" {_Q} ", unicodedata.normalize("NFC", text).replace("’", "'"))
    # A plain apostrophe may open what looks like a quotation ("it's 'a' or"); the text as it is is tried too.
    return any(_asks(variant) for variant in dict.fromkeys((marked, text)))


def _asks(text: str) -> bool:
    whole = plain(text)
    parts = [whole, *(clause for clause in clauses(text) if not is_courtesy(clause))]
    return any(
        any(pattern.fullmatch(part) for pattern in _ENGLISH)
        or any(pattern.fullmatch(_LEAD_KO.sub("", part.replace(" ", ""))) for pattern in _KOREAN)
        for part in parts
        if part
    )

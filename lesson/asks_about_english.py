"""Whether a line surely asks about English itself: a meaning, a form, how to say it. Not sure is no.

Built to miss rather than to hit wrongly: in a scene "What does the fee include?" is the partner's. So a whole clause must
be such a question, and what it asks about must be recognisably a word and not a thing: quoted, named as a word or a term
of grammar, or without an article ("what does reserve mean"). A Korean question needs the English beside it, or its term.
"""

import re
import unicodedata
from typing import Final

from lesson.asks_in_korean import QUOTED as _Q
from lesson.asks_in_korean import asks_in_korean
from lesson.clauses import clauses, plain
from lesson.confused_words import CONFUSED, NO_THINGS
from lesson.courtesies import is_courtesy
from lesson.vocatives import speaks_to_partner

MAX_CHARACTERS: Final = 300  # who asks for longer tells a story

_QUOTED: Final = re.compile(
    r"[\"“”„«「『][^\"“”«»「」『』]{1,120}[\"“”»」』]|(?<!\w)['‘][^'‘’]{1,120}['’](?![A-Za-z\d])"
)

_LEAD: Final = (
    r"(?:(?:sorry|excuse me|hi|hello|hey|thank you|thanks|but|and|so|then|well|oh|um+|uh+|okay|ok|wait|please|actually|tutor|teacher|"
    r"by the way|(?:i have |just |one |a |quick )*question|can you tell me|could you tell me|would you tell me|please tell me|tell me|"
    r"do you know|i want to know|i'd like to know|i would like to know|i wonder|i was wondering|i don't know|i do not know|"
    r"i'm not sure|can you explain|could you explain|please explain|explain) )*"
)
_TAIL: Final = (
    r"(?: (?:please|here|exactly|really|again|in english|in korean|in this sentence|then|now|tutor|teacher))*"
)
_WORD_CLASS: Final = r"(?:words?(?! processor)|phrases?(?! ?book)|expressions?|sentences?|term|idioms?|phrasal verbs?|verbs?|nouns?|adjectives?|adverbs?|prepositions?)"
_NAMED: Final = (
    rf"(?:(?:(?:the|this|that|a|an|your|my|these|those) )?(?:english |last |new )?{_WORD_CLASS}(?: [\w' ]{{1,60}})?|"
    r"(?:the )?letters? [a-z](?: (?:and|or) [a-z])?)"
)
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
    r"(?:past|present|future) (?:tense|form|participle)|perfect tense|(?:definite|indefinite) articles?|prepositions?|gerunds?|infinitives?|participles?|"
    r"conditionals?|passive(?: voice)?|active voice|relative (?:clauses?|pronouns?)|phrasal verbs?|modal verbs?|idioms?|"
    r"plurals?(?: forms?)?|countable nouns?|uncountable nouns?|adjectives?|adverbs?|pronouns?|conjunctions?|auxiliar(?:y|ies)(?: verbs?)?|"
    r"subjunctive|reported speech|question tags?|word order|irregular verbs?|comparatives?|superlatives?))"
)
# "The article" and "the clause" may be in a newspaper or a contract.
_AN_TERM: Final = (
    rf"(?:(?:the |an? )?{_TERM}|(?:an? )?(?:articles?|clauses?|modals?|capital letters?|perfect))"
)
_CONFUSED: Final = rf"(?:{CONFUSED})"
_NO_THING: Final = rf"(?:{NO_THINGS})"
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
        r"how (?:do|can|could|would|should|to|did) (?:i|you|we|people|they)? ?(?:say|call|write|express|put|translate) (?!your\b).{1,120} in (?:english|korean)",
        rf"how (?:do|can|could|would|should|to) (?:i|you|we|people|they)? ?(?:(?:say|express) {_ITEM}|say i(?:'m| am|'d| want| need| have)\b.{{1,60}}|translate (?:{_SURE_ITEM}|[가-힣].{{0,80}}))",
        r"what(?:(?:'s| is|s| are) .{1,80} called| do (?:you|we|people) call .{1,80}) in (?:english|korean)",
        rf"what(?:'s| is|s| are) (?:(?:this|that|these|those)(?: \w+)?|it|{_NAMED}|{_Q}|[\w']*[가-힣][\w' ]*|{_THING}(?!on|at|there)\w+(?: \w+)?) in (?:english|korean)",
        r"what(?:'s| is) the (?:(?:right|correct|english|natural|proper|polite|korean|best|better) )*(?:(?:word|expression|phrase) (?:for|of)|term for) "
        r"(?!(?:today|tonight|tomorrow|now|the (?:day|week|month|year)|this|next|(?:the|my|your|our) (?:loan|lease|contract|rent\w*|visa|deposit))\b).{1,80}",
        r"what(?:'s| is) the (?:(?:right|correct|english|natural|proper|polite|best|better) )*(?:way to say|way of saying) .{1,80}",
        r"(?:(?:what(?:'s| is)|is there|give me|are there|do you have|do you know) )?(?:another|other|a better|a different|a more polite|a more natural) "
        rf"(?:(?:words?|expressions?|phrases?) for {_ITEM}|ways? (?:to say|of saying) .{{1,80}})",
        # forms
        rf"what(?:'s| is|s| are) the {_FORM} of {_ITEM}",
        r"(?:which|what) (?:preposition|tense|verb form|word order|conjunction|pronoun)s? (?:do|should|must|can|is|comes?|goes|follows?|with|after|before|for)\b.{0,80}",
        rf"(?:which|what) articles? (?:(?:do|should|must|can) {_I} (?:use|put|need)|comes?|goes|follows?|with|after|before)\b.{{0,80}}",
        rf"(?:(?:what(?:'s| is| are)|tell me about|teach me|(?:i have )?(?:an? |one )?(?:quick )?questions? about|i don't understand|(?:(?:can|could|would) you )?(?:please )?explain(?: to me)?|when (?:do|should|can|must) {_I} use|how (?:do|should|can) {_I} use|how to use|when to use) )"
        rf"{_AN_TERM}",
        rf"(?:when|how|where) (?:do|should|can|must) {_I} use (?:(?:the )?{_SURE_ITEM}|{_NO_THING}|{_CONFUSED} (?:and|or|instead of) {_CONFUSED})",
        rf"(?:do|should|must) {_I} (?:use|need|put|say) (?:the |an? )?(?:{_TERM}|{_SURE_ITEM}|{_CONFUSED} or {_CONFUSED})",
        # differences
        r"(?:what(?:'s| is) |is there (?:a |any )?)?(?:the )?difference between "
        rf"(?:{_SURE_ITEM}|.{{1,80}} (?:in english|in meaning|in grammar|in pronunciation)|{_CONFUSED} and {_CONFUSED}|(?:the )?{_TERM} and (?:the )?{_TERM})",
        # right or wrong
        rf"(?:is|was|are) (?:it|this|that|what i said) (?:(?:an? )?{_RIGHT} (?:english|grammar)|(?:right|correct|natural|wrong|grammatical) in english|(?:an? )?{_RIGHT} (?:english to say .{{1,80}}))",
        r"(?:is|was) it (?:right|correct|natural|grammatical|grammatically (?:right|correct)|wrong) to say "
        r"(?!(?:no|yes|that|this|so|it|anything|something|nothing|goodbye|sorry)$).{1,80}",
        rf"(?:is|was|does|did) (?:(?:my|this|the|that) (?:last )?(?:sentence|grammar|english|pronunciation|expression|phrase|word)|your (?:sentence|expression))(?: sound)? {_RIGHT}(?: english)?",
        rf"(?:is|are) {_Q} (?:an? )?(?:{_RIGHT}|.{{0,20}}(?:words?|verbs?|nouns?|adjectives?|adverbs?|idioms?|slang|countable|uncountable|plural|singular|sentences?))(?: english)?",
        rf"is {_BARE} (?:an? )?(?:verb|noun|adjective|adverb|idiom|slang|countable|uncountable|countable noun|uncountable noun|plural|singular|real word|english word|slang word)",
        rf"(?:is it|do (?:i|you|we) say|should i say|can (?:i|you|we) say|could i say|may i say) (?:.{{0,40}} )?{_Q}(?: .{{0,60}})?",
        r"can (?:i|you|we) say (?!(?:it|this|that|something|anything|everything) in ).{1,80} in english",
        r"did i (?:(?:say|pronounce) (?:that|it|this)|(?:say|pronounce|use|spell) (?:that sentence|the sentence|this sentence|that word|the word|this word)) (?:right|correctly|properly|well|wrong)",
        rf"why (?:is|was|are|do|does|did|can't|isn't|don't|doesn't|not|is it|do you|do we)\b(?: .{{1,60}})? {_Q}(?: .{{0,60}})?",
        rf"why (?:do|does|don't|can't) (?:we|people|americans|native speakers|english speakers) (?:(?:say|pronounce) {_ITEM}|write {_SURE_ITEM})",
        rf"why (?:do|does|did|don't|can't|must|should) {_I} (?:use|say|need|put|write) (?:{_AN_TERM}|{_NAMED})",
        # examples, sounds
        rf"(?:(?:can|could|would) you )?(?:give|show|tell|make)(?: me)? (?:(?:an?|some|another|two|three|a few|more) )?(?:examples?|example sentences?|sample sentences?|sentences?)"
        rf" (?:(?:with|using|that uses?|in which you use) {_ITEM}|(?:of|for) (?:{_SURE_ITEM}|{_AN_TERM}))",
        rf"(?:(?:can|could|would) you )?(?:give|show|tell|make)(?: me)? (?:(?:an?|some|another|two|three|a few|more) )?(?:example|sample) sentences? for {_ITEM}",
        rf"(?:(?:can|could|would) you )?(?:use|put) {_ITEM} in an? (?:example )?sentence",
        rf"how (?:do|can|should|would|to|is|are) (?:i|you|we|people)? ?(?:pronounced?|spell|spelled|spelt) {_ITEM}",
        rf"how (?:is|are) {_ITEM} (?:pronounced|spelled|spelt)",
    )
)

# Whoever is asked to spell a name is asked for the name.
_SPELLS_NAME: Final = re.compile(
    r"\b[Ss]pell(?:ed|ing of)? (?!(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|"
    r"September|October|November|December|English|Korean?|Christmas)\b)[A-Z][a-z]+"
)
_NAMES_LANGUAGE: Final = re.compile(r"\bin (?:english|korean)\b|영어로", re.IGNORECASE)


def asks_about_english(text: str) -> bool:
    if len(text) > MAX_CHARACTERS or _SPELLS_NAME.search(text):
        return False
    if speaks_to_partner(text) and not (_NAMES_LANGUAGE.search(text) or _QUOTED.search(text)):
        return False
    marked = _QUOTED.sub(f" {_Q} ", unicodedata.normalize("NFC", text).replace("’", "'"))
    # A plain apostrophe may open what looks like a quotation ("it's 'a' or"); the text as it is is tried too.
    return any(_asks(variant) for variant in dict.fromkeys((marked, text)))


def _asks(text: str) -> bool:
    whole = plain(text)
    parts = [whole, *(clause for clause in clauses(text) if not is_courtesy(clause))]
    return any(
        any(pattern.fullmatch(part) for pattern in _ENGLISH) or asks_in_korean(part) for part in parts if part
    )

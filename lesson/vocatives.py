"""Whether a line is spoken to the partner of a scene: "doctor", "officer" or "sir" as a clause of its own.

"Teacher" and 선생님 tell nothing: the tutor is called so too.
"""

import re
from typing import Final

from lesson.clauses import clauses

_PARTNER: Final = re.compile(
    r"(?:(?:yes|no|so|and|but|well|oh|excuse me|sorry|thank you|thanks|hi|hello) )*"
    r"(?:doctor|doc|nurse|officer|sir|ma'am|madam|miss|mister|professor|prof|judge|your honou?r|boss|captain|coach|driver|chef|"
    r"waiter|waitress|manager|counsell?or|detective|pharmacist|receptionist|bartender|barista)(?: (?:please|again))?"
    r"|(?:의사선생님|의사쌤|교수님|기사님|사장님|경찰관님|경찰아저씨|간호사님|약사님|부장님|과장님|대리님|팀장님|매니저님|점장님|코치님|감독님|"
    r"셰프님|승무원님|판사님|변호사님|심사관님|직원분|아저씨|아주머니)"
)
_TITLED: Final = re.compile(
    r"(?i:(?:(?:hi|hello|hey|thank you|thanks|excuse me|sorry) )?(?:mr|mrs|ms|dr|prof|officer|doctor|professor|captain|coach))"
    r"\.? [A-Z][a-z]+[.!?]*"
)


def speaks_to_partner(text: str) -> bool:
    return any(
        _PARTNER.fullmatch(clause) or _PARTNER.fullmatch(clause.replace(" ", "")) for clause in clauses(text)
    ) or any(_TITLED.fullmatch(part.strip()) for part in text.split(","))

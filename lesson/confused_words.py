"""English words that learners confuse. In a question two of them are not two rooms."""

from typing import Final

# They name nothing, so one alone may be asked about ("When do I use since?").
NO_THINGS: Final = (
    r"a few|a little|a lot of|be going to|going to|gonna|get used to|be used to|used to|have been|has been|had been|"
    r"would have|should have|could have|have to|has to|an|a|the|into|in|onto|on|at|to|for|since|from|by|of|with|during|while|"
    r"until|will|would|could|should|must|might|shall|does|did|do|has|had|have|its|it's|their|they're|whom|whose|who|is|are|was|"
    r"were|am|been|if|because|yet|already|ago|than|then"
)
CONFUSED: Final = (
    rf"{NO_THINGS}|been to|gone to|gone|can|may|say|tell|speak|talk|make|many|much|few|little|some|any|funny|fun|bring|take|come|go|"
    r"lend|borrow|look|see|watch|hear|listen|good|well|there|your|you're|which|that|affect|effect|interested|interesting|bored|"
    r"boring|hope|wish|learn|study|job|work|trip|travel|journey|still|so|such|too|very|other|another|both|either"
)

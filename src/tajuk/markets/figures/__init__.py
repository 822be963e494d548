"""The figure check: numbers beside an instrument in copy, compared with what the data says.

`names` finds what is named, `numbers` what is counted, `words` how they are tied, `reading` makes claims of them,
`facts` brings what is known of a moment, `verdicts` compares. It reads text and never writes any.
"""

from tajuk.markets.figures.facts import Fact, Facts, facts_at
from tajuk.markets.figures.verdicts import Judgement, Verdict, check

__all__ = ["Fact", "Facts", "Judgement", "Verdict", "check", "facts_at"]

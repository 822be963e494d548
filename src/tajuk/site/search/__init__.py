"""What readers search: an index behind a small contract; every result is cleared by the gate."""

from tajuk.site.search.finding import Hit, Results, find
from tajuk.site.search.narrowing import Narrowed

__all__ = ["Hit", "Narrowed", "Results", "find"]

"""What readers search: an index behind a small contract; every result is cleared by the gate."""

from tajuk.site.search.finding import Hit, Results, find

__all__ = ["Hit", "Results", "find"]

"""What readers search: an index beside the articles, behind a small contract, every result cleared by the gate."""

from tajuk.site.search.finding import Hit, Results, find

__all__ = ["Hit", "Results", "find"]

"""Pages of a long list: the rows of a page are found by their ids alone, from whichever end of the list is nearer."""

from typing import Any

from django.core.paginator import Page
from wagtail.admin.paginator import WagtailPaginator


class LongPaginator(WagtailPaginator):
    """Cuts a queryset into pages; the last costs no more than the first, the one in the middle the most.

    A database that skips rows reads each of them with all that is joined to it. `total` is how many rows there are,
    `rows` a queryset without order or conditions that the rows of a page are fetched from.
    """

    def __init__(self, listed: Any, *args: Any, total: int, rows: Any, **kwargs: Any) -> None:
        """Remember how many rows there are, and how a page's are fetched."""
        super().__init__(listed, *args, **kwargs)
        self.count = total
        self._named = listed.select_related(None).prefetch_related(None).values_list("pk", flat=True)
        self._rows = rows

    def page(self, number: Any) -> Any:
        """Return a page with its rows in a list."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        if last + self.orphans >= self.count:
            last = self.count
        return Page(self._between(first, last), number, self)

    def _between(self, first: int, last: int) -> list[Any]:
        """Return the rows from `first` (from 0) up to `last`, which is not among them."""
        if first > self.count // 2:
            ids = list(self._named.reverse()[self.count - last : self.count - first])[::-1]
        else:
            ids = list(self._named[first:last])
        found = self._rows.in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]

"""What the archive is asked for while it is measured: screens of the desk, a reader's searches, a reader's lists."""

import re
from collections.abc import Callable
from dataclasses import dataclass

DESK = {
    "front": "/desk/",
    "stories": "/desk/stories/",
    "stories, tenth page": "/desk/stories/?p=10",
    "stories, last page": "/desk/stories/?p=999999999",
    "stories by publication": "/desk/stories/?ordering=-published_at",
    "stories of a section": "/desk/stories/?section=3",
    "stories with a word": "/desk/stories/?q=inflasi",
    "stories with two words": "/desk/stories/?q=bank+sentral",
    "stories with the beginning of a word": "/desk/stories/?q=inf",
    "stories with a word that none has": "/desk/stories/?q=tidakadakatabegini",
    "stories of a section with a word": "/desk/stories/?section=3&q=inflasi",
    "drafts": "/desk/stories/?queue=drafts",
    "published today": "/desk/stories/?queue=published-today",
    "scheduled and embargoed": "/desk/stories/?queue=scheduled",
    "source moved": "/desk/stories/?queue=source-moved",
    "held and killed": "/desk/stories/?queue=withdrawn",
    "a story's form": "/desk/stories/edit/{story}/",
    "a story's history": "/desk/stories/history/{story}/",
    "a story's related stories": "/desk/stories/{story}/related/",
    "story chooser": "/desk/snippets/choose/articles/article/",
    "story chooser, a word": "/desk/snippets/choose/articles/article/results/?q=inflasi",
    "alerts": "/desk/alerts/",
    "wires": "/desk/wires/",
    "wires with a word": "/desk/wires/?q=inflasi",
    "board of sources": "/desk/wires/watch/",
    "quarantine": "/desk/wires/quarantine/",
    "fronts": "/desk/fronts/",
    "a front's layout": "/desk/fronts/{front}/",
    "pictures": "/desk/images/",
    "pictures with a word": "/desk/images/?q=pelabuhan",
    "picture chooser": "/desk/images/chooser/",
    "pages": "/desk/pages/",
    "pages with a word": "/desk/pages/search/?q=investasi",
    "page chooser": "/desk/choose-page/",
    "audit log": "/desk/reports/site-history/",
    "audit log, tenth page": "/desk/reports/site-history/?p=10",
    "workflows": "/desk/reports/workflow/",
    "ageing pages": "/desk/reports/aging-pages/",
    "authors": "/desk/snippets/staff/author/",
    "topics": "/desk/snippets/topics/topic/",
    "subscribers": "/desk/snippets/readers/subscriber/",
    "promos": "/desk/snippets/promos/promo/",
}
SEARCHES = {
    "search, a word of many stories": "/cari?q=inflasi",
    "search, a word of every second story": "/cari?q=persen",
    "search, a rare word": "/cari?q=halmahera",
    "search, two words": "/cari?q=ekspor+nikel",
    "search, words together": "/cari?q=%22suku+bunga+acuan%22",
    "search, words together in a section": "/cari?q=%22suku+bunga%22&section=makro",
    "search, a word since a day": "/cari?q=inflasi&since=2025-01-01",
    "search, a word until a day": "/cari?q=inflasi&until=2025-01-01",
    "search, a word and not another": "/cari?q=saham+-asing",
    "search, a slip of the hand": "/cari?q=inflasu",
    "search, the last page": "/cari?q=inflasi&page=25",
    "search, only a section": "/cari?q=&section=investasi",
    "search, a word that none has": "/cari?q=tidakadakatabegini",
    "search, light page": "/lite/cari?q=inflasi",
}
# Another page each time: one that was asked for before is answered from its plate.
LISTS = {
    "latest of a day": "/terbaru/2025-06-{round:02}/",
    "topic": "/topik/inflasi/?page={round:02}",
}
_WANTED = {
    "story": ("/desk/stories/", r"/desk/stories/edit/(\d+)/"),
    "front": ("/desk/fronts/", r"/desk/fronts/(\d+)/"),
}
_SLOT = re.compile(r"{(story|front)}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A screen to measure: its name as the table has it, its address, and what it is: desk, search or list."""

    name: str
    path: str
    kind: str

    def at(self, number: int) -> str:
        """Return the address for a round: no two of them the same, so that no cache answers."""
        if "{round" in self.path:
            return self.path.format(round=number % 27 + 2)
        # A key that nobody reads.
        return f"{self.path}{'&' if '?' in self.path else '?'}putaran={number}"


def asked(page: Callable[[str], str]) -> list[Asked]:
    """Return all that is asked for; `page` answers an address, so that ids are found as people find them.

    What an archive has nothing of (an author, say) is left out.
    """
    texts = {path: page(path) for path in {path for path, _ in _WANTED.values()}}
    found = {name: re.search(pattern, texts[path]) for name, (path, pattern) in _WANTED.items()}
    values = {name: match[1] for name, match in found.items() if match}
    kinds = (("desk", DESK), ("search", SEARCHES), ("list", LISTS))
    return [
        Asked(
            f"desk: {name}" if kind == "desk" else name, _SLOT.sub(lambda slot: values[slot[1]], path), kind
        )
        for kind, paths in kinds
        for name, path in paths.items()
        if set(_SLOT.findall(path)) <= values.keys()
    ]

"""Search by OpenSearch: the newsroom's own index is kept as ever, a server has the same, and answers while it can."""

from collections.abc import Iterable, Mapping
from typing import Any

from tajuk.site.models import SearchChange, SearchDocument
from tajuk.site.search.contract import AGEABLE, AGEING, CANDIDATES, TITLE_WEIGHT, Document, Wanted
from tajuk.site.search.own import own
from tajuk.site.search.server import Unreachable, server

_FIELDS = (f"title^{TITLE_WEIGHT}", "text")
_NEWEST = ({"seconds": "desc"}, {"article": "desc"})


class OpenSearch:
    """Search documents on a server; what changed is told to it after the transaction, by `tajuk.site.kept`."""

    def put(self, documents: Iterable[Document]) -> None:
        """Keep documents, and have the server hear of them."""
        kept = list(documents)
        own().put(kept)
        _changed(document.article_id for document in kept)

    def remove(self, article_ids: Iterable[int]) -> None:
        """Forget the documents of articles, and have the server hear of it."""
        ids = list(article_ids)
        own().remove(ids)
        _changed(ids)

    def settle(self) -> None:
        """Tidy up the newsroom's own index; a server does so itself."""
        own().settle()

    def candidates(self, wanted: Wanted) -> list[int]:
        """Return the ids of the likeliest articles, from the newsroom's own index where the server fails."""
        if not server().rests:
            try:
                return server().find(query_of(wanted))
            except Unreachable:
                pass
        return own().candidates(wanted)


def query_of(wanted: Wanted) -> dict[str, Any]:
    """Return a search in the query DSL (https://docs.opensearch.org/latest/query-dsl/)."""
    now = int(wanted.now.timestamp())
    ends = min(now, int(wanted.ends.timestamp())) if wanted.ends else now
    begins = {"gte": int(wanted.begins.timestamp())} if wanted.begins else {}
    sought = {
        "bool": {
            "must": [_run(run) for run in wanted.asked.wanted],
            "must_not": [_run(run) for run in wanted.asked.unwanted],
            "filter": [
                *({"term": {"marks": mark}} for mark in wanted.marks),
                {"range": {"seconds": {**begins, "lte": ends}}},
            ],
        }
    }
    return {
        "size": CANDIDATES,
        "_source": False,
        "track_total_hits": False,
        "query": _aged(sought, now) if wanted.asked.wanted else sought,
        "sort": ["_score", *_NEWEST] if wanted.asked.wanted else list(_NEWEST),
    }


def as_sent(row: SearchDocument) -> dict[str, Any]:
    """Return a document of the newsroom's own index as a server gets it."""
    return {
        "title": row.title,
        "text": row.text,
        "marks": row.marks.split(),
        "seconds": row.sort_key >> SearchDocument.KEY_BITS,
        "article": row.article_id,
    }


def _run(run: tuple[str, ...]) -> Mapping[str, Any]:
    """Return words that stand side by side, in one field; stems are letters and digits, and stand as they are."""
    return {"multi_match": {"query": " ".join(run), "type": "phrase", "fields": _FIELDS}}


def _aged(sought: Mapping[str, Any], now: int) -> dict[str, Any]:
    """Return a search in which a story loses `AGEABLE` of its points as it ages, half of that in `AGEING`."""
    decay = {"origin": now, "scale": int(AGEING.total_seconds()), "decay": 0.5}
    return {
        "function_score": {
            "query": sought,
            "functions": [{"weight": 1 - AGEABLE}, {"exp": {"seconds": decay}, "weight": AGEABLE}],
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }


def _changed(ids: Iterable[int]) -> None:
    SearchChange.objects.bulk_create(SearchChange(article_id=pk) for pk in ids)

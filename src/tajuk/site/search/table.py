"""Keep search documents in the newsroom's own database: what the SQLite and PostgreSQL backends share."""

from collections.abc import Iterable, Mapping

from django.db import connection

from tajuk.common import clock
from tajuk.site.models import SearchDocument
from tajuk.site.search.contract import Document, Wanted

ID_MASK = (1 << SearchDocument.KEY_BITS) - 1


class TableSearch:
    """Documents as rows of `SearchDocument`; the database keeps its own index of them up to date."""

    def put(self, documents: Iterable[Document]) -> None:
        """Keep documents, each in place of the one its article had."""
        SearchDocument.objects.bulk_create(
            [_row(document) for document in documents],
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["sort_key", "title", "text", "marks"],
        )

    def remove(self, article_ids: Iterable[int]) -> None:
        """Forget the documents of articles."""
        SearchDocument.objects.filter(pk__in=list(article_ids)).delete()

    def _ids(self, sql: str, values: Mapping[str, str | int | float]) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [key & ID_MASK for (key,) in cursor.fetchall()]


def keys_between(wanted: Wanted) -> dict[str, int]:
    """Return the least and the greatest sort key that a search may find, as `oldest` and `newest`."""
    ends = min(wanted.now, wanted.ends) if wanted.ends else wanted.now
    return {
        "oldest": key_of(0, int(wanted.begins.timestamp())) if wanted.begins else 0,
        "newest": key_of(ID_MASK, int(ends.timestamp())),
    }


def key_of(article_id: int, seconds: int) -> int:
    """Return the sort key of an article published `seconds` after 1970."""
    return max(seconds, 0) << SearchDocument.KEY_BITS | article_id


def _row(document: Document) -> SearchDocument:
    seconds = int(clock.aware(document.published_at).timestamp())
    return SearchDocument(
        article_id=document.article_id,
        sort_key=key_of(document.article_id, seconds),
        title=" ".join(document.title),
        text=" ".join(document.text),
        marks=" ".join(document.marks),
    )

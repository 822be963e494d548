"""Search by SQLite's FTS5 (https://sqlite.org/fts5.html): BM25, the title and the new weighing more."""

from django.db import connection

from tajuk.site.models import SearchDocument
from tajuk.site.search.contract import AGEABLE, AGEING, CANDIDATES, RANKED, TITLE_WEIGHT, Wanted
from tajuk.site.search.table import TableSearch, keys_between

# FTS5 walks its matches by row id, newest first, and stops at the limit: a word in every story costs no more
# than its newest. `bm25` is negative, the better the lower.
_SQL = f"""
SELECT rowid FROM (
  SELECT rowid, bm25(site_search, {TITLE_WEIGHT}, 1.0, 0.0) AS points FROM site_search
  WHERE site_search MATCH %(match)s AND rowid BETWEEN %(oldest)s AND %(newest)s ORDER BY rowid DESC LIMIT {RANKED})
ORDER BY points
  * ({1 - AGEABLE} + {AGEABLE} / (1.0 + (%(now)s - (rowid >> {SearchDocument.KEY_BITS})) / %(ageing)s)),
  rowid DESC
LIMIT {CANDIDATES}
"""  # noqa: S608  (constants of this package; what a reader asks is a parameter)


class SqliteSearch(TableSearch):
    """Search documents in SQLite."""

    def settle(self) -> None:
        """Merge the index into one piece."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO site_search(site_search) VALUES ('optimize')")

    def candidates(self, wanted: Wanted) -> list[int]:
        """Return the ids of the likeliest articles."""
        now = int(wanted.now.timestamp())
        return self._ids(
            _SQL,
            {
                "match": match_of(wanted),
                "now": now,
                **keys_between(wanted),
                "ageing": AGEING.total_seconds(),
            },
        )


def match_of(wanted: Wanted) -> str:
    """Return a search in FTS5's query language. Stems are letters and digits, so quoting them is enough."""
    runs = [f'{{title text}} : "{" ".join(run)}"' for run in wanted.asked.wanted]
    match = " AND ".join([*runs, *(f'marks : "{mark}"' for mark in wanted.marks)])
    for run in wanted.asked.unwanted:
        match = f'({match}) NOT {{title text}} : "{" ".join(run)}"'
    return match

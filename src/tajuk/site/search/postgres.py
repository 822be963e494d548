"""Search by PostgreSQL's `tsvector` and GIN: the title weighing more, the newer the likelier."""

from django.db import connection

from tajuk.site.models import SearchDocument
from tajuk.site.search.contract import AGEABLE, AGEING, CANDIDATES, Wanted
from tajuk.site.search.table import TableSearch, key_of

# A tsvector is kept out of line and must be fetched to be ranked: fewer than FTS5 can afford (measured).
RANKED = 2_000
# Weights of D (text), C (marks), B and A (title).
_WEIGHTS = "{0.15, 0.0, 0.0, 1.0}"
# The planner takes GIN for a rare word and the order of publication for a common one; migration 0001 has it know
# the words well enough. MATERIALIZED keeps it from ranking before the limit.
_SQL = f"""
WITH found AS MATERIALIZED (
  SELECT sort_key, vector FROM site_searchdocument
  WHERE vector @@ %(match)s::tsquery AND sort_key <= %(newest)s ORDER BY sort_key DESC LIMIT {RANKED})
SELECT sort_key FROM found
ORDER BY ts_rank('{_WEIGHTS}', vector, %(match)s::tsquery, 1)
  * ({1 - AGEABLE} + {AGEABLE} / (1.0 + (%(now)s - (sort_key >> {SearchDocument.KEY_BITS})) / %(ageing)s)) DESC,
  sort_key DESC
LIMIT {CANDIDATES}
"""  # noqa: S608  (constants of this package; what a reader asks is a parameter)


class PostgresSearch(TableSearch):
    """Search documents in PostgreSQL."""

    def settle(self) -> None:
        """Let the planner know how common the words are."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE site_searchdocument")

    def candidates(self, wanted: Wanted) -> list[int]:
        """Return the ids of the likeliest articles."""
        now = int(wanted.now.timestamp())
        values: dict[str, str | int | float] = {
            "match": match_of(wanted),
            "now": now,
            "newest": key_of((1 << SearchDocument.KEY_BITS) - 1, now),
            "ageing": AGEING.total_seconds(),
        }
        return self._ids(_SQL, values)


def match_of(wanted: Wanted) -> str:
    """Return a search as a `tsquery`. Stems are letters and digits, so quoting them is enough."""
    parts = [_run(run) for run in wanted.asked.wanted]
    parts += [f"'{mark}':C" for mark in wanted.marks]
    parts += [f"!{_run(run)}" for run in wanted.asked.unwanted]
    return " & ".join(parts)


def _run(run: tuple[str, ...]) -> str:
    return "(" + " <-> ".join(f"'{stem}':AD" for stem in run) + ")"

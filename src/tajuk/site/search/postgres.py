"""Search by PostgreSQL's `tsvector` and GIN: the title weighing more, the newer the likelier."""

from django.db import connection, transaction

from tajuk.site.models import SearchDocument
from tajuk.site.search.contract import AGEABLE, AGEING, CANDIDATES, Wanted
from tajuk.site.search.table import TableSearch, keys_between

# A tsvector is kept out of line: whether its words stand side by side, and its rank, cost a visit there. So only
# the newest matches are looked at for runs of words, and of those fewer are ranked than FTS5 can afford (measured).
LOOKED_AT = 5_000
RANKED = 2_000
# Weights of D (text), C (marks), B and A (title).
_WEIGHTS = "{0.1, 0.0, 0.0, 1.0}"
# Always by GIN: a walk in the order of publication, or through the table, fetches every tsvector it passes, which the
# planner holds to cost nothing (measured: 90 to 640 ms). `+ 0` hides the order from it, the settings forbid the rest.
# What ranks is a query of its own, any word of which counts: with `&` a mark's weight of nothing would undo the rest.
# No weights in the queries: with them every match of GIN's is fetched too.
_SETTINGS = "SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0"
_SQL = f"""
WITH near AS MATERIALIZED (
  SELECT sort_key, vector FROM site_searchdocument
  WHERE vector @@ %(words)s::tsquery AND sort_key BETWEEN %(oldest)s AND %(newest)s
  ORDER BY sort_key + 0 DESC LIMIT {LOOKED_AT}),
found AS MATERIALIZED (SELECT sort_key, vector FROM near WHERE true ORDER BY sort_key DESC LIMIT {RANKED})
SELECT sort_key FROM found
ORDER BY ts_rank('{_WEIGHTS}', vector, %(rank)s::tsquery, 1)
  * ({1 - AGEABLE} + {AGEABLE} / (1.0 + (%(now)s - (sort_key >> {SearchDocument.KEY_BITS})) / %(ageing)s))
  DESC, sort_key DESC
LIMIT {CANDIDATES}
"""  # noqa: S608  (constants of this package; what a reader asks is a parameter)
_SQL_OF_RUNS = _SQL.replace("FROM near WHERE true", "FROM near WHERE vector @@ %(runs)s::tsquery")


class PostgresSearch(TableSearch):
    """Search documents in PostgreSQL."""

    def settle(self) -> None:
        """Let the planner know how common the words are."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE site_searchdocument")

    def candidates(self, wanted: Wanted) -> list[int]:
        """Return the ids of the likeliest articles."""
        now = int(wanted.now.timestamp())
        runs = runs_of(wanted)
        values: dict[str, str | int | float] = {
            "words": words_of(wanted),
            "rank": " | ".join(f"'{stem}'" for stem in wanted.asked.stems),
            "now": now,
            **keys_between(wanted),
            "ageing": AGEING.total_seconds(),
        }
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_SETTINGS)
            return self._ids(_SQL_OF_RUNS, {**values, "runs": runs}) if runs else self._ids(_SQL, values)


# Stems and marks are letters and digits, so quoting them is enough in a `tsquery`.
def words_of(wanted: Wanted) -> str:
    """Return the words and marks that must stand, and the single ones that must not, as a `tsquery`."""
    words = dict.fromkeys(stem for run in wanted.asked.wanted for stem in run)
    without = [run[0] for run in wanted.asked.unwanted if len(run) == 1]
    return " & ".join(
        [*(f"'{word}'" for word in (*words, *wanted.marks)), *(f"!'{word}'" for word in without)]
    )


def runs_of(wanted: Wanted) -> str:
    """Return the runs of words that must and must not stand side by side as a `tsquery`, empty without one."""
    parts = [_run(run) for run in wanted.asked.wanted if len(run) > 1]
    parts += [f"!{_run(run)}" for run in wanted.asked.unwanted if len(run) > 1]
    return " & ".join(parts)


def _run(run: tuple[str, ...]) -> str:
    """Return words that stand side by side in the title (A) or in the text (D), which follows it in the vector."""
    fields = (" <-> ".join(f"'{stem}':{weight}" for stem in run) for weight in "AD")
    return "(" + " | ".join(f"({field})" for field in fields) + ")"

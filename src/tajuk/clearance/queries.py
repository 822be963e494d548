"""The gate for lists: the same policies as one condition of a query."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, DateTimeField, Exists, F, Func, OuterRef, Q
from django.db.models.sql.compiler import SQLCompiler

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article, ArticleRights, Restriction
from tajuk.clearance import exits
from tajuk.clearance.exits import Use
from tajuk.clearance.rights import ARCHIVE_DAYS, MAY, site_territory
from tajuk.common.dependencies import note
from tajuk.pictures.models import Picture
from tajuk.wires.models import Agency, Source

MOMENTS = ("published_at", "embargo_until", "go_live_at", "expire_at")
#: Every list stands under this key: it depends on contracts of agencies that it does not show.
RIGHTS_KEY = "list:rights"


def cleared(
    articles: ArticleQuerySet, exit_name: str, now: datetime, *, territory: str = ""
) -> ArticleQuerySet:
    """Return those of `articles` that may leave by the exit of that name at `now`, as one query.

    `territory` is the country of whoever stands behind the exit, by default that of the site's readers.
    Raise `clearance.exits.UnknownExit` for an exit that is not registered.
    """
    exit_ = exits.get(exit_name)
    note(RIGHTS_KEY)
    restricted = Restriction.objects.in_force(now).filter(article=OuterRef("pk"))
    return (
        articles.filter(live=True, published_at__lte=now)
        .exclude(Q(embargo_until__gt=now) | Q(go_live_at__gt=now) | Q(expire_at__lte=now))
        .filter(~Exists(restricted))
        .filter(RightsAllow(use=exit_.use, territory=territory or site_territory(), now=now))
    )


def next_change(after: datetime) -> datetime | None:
    """Return the first moment after `after` at which time alone changes what may leave, if there is one."""
    moments = [
        Article.objects.filter(live=True, **{f"{field}__gt": after})
        .order_by(field)
        .values_list(field, flat=True)
        .first()
        for field in MOMENTS
    ]
    ends = Restriction.objects.filter(lifted_at__isnull=True, until__gt=after)
    moments.append(ends.order_by("until").values_list("until", flat=True).first())
    pictures = Picture.objects.filter(expires_at__gt=after).order_by("expires_at")
    moments.append(pictures.values_list("expires_at", flat=True).first())
    for stories, days in _to_be_archived():
        due = stories.filter(published_at__gt=after - days).order_by("published_at")
        first = due.values_list("published_at", flat=True).first()
        moments.append(first + days if first else None)
    return min((moment for moment in moments if moment), default=None)


def changed_between(after: datetime, until: datetime) -> list[Article]:
    """Return the articles that time alone cleared or blocked after `after` and up to `until`."""
    live = Article.objects.filter(live=True).select_related("locale")
    # A query for each moment: no index answers them joined by OR, and every publication asks this.
    due = [live.filter(**{f"{field}__gt": after, f"{field}__lte": until}) for field in MOMENTS]
    ends = Restriction.objects.filter(lifted_at__isnull=True, until__gt=after, until__lte=until)
    due.append(live.filter(pk__in=ends.values("article")))
    due += [
        stories.filter(published_at__gt=after - days, published_at__lte=until - days).select_related("locale")
        for stories, days in _to_be_archived()
    ]
    return list({article.pk: article for stories in due for article in stories}.values())


def pictures_expired_between(after: datetime, until: datetime) -> list[Picture]:
    """Return the pictures whose time ended after `after` and up to `until`."""
    return list(Picture.objects.filter(expires_at__gt=after, expires_at__lte=until))


def _to_be_archived() -> Iterator[tuple[ArticleQuerySet, timedelta]]:
    """Yield the stories that may not stay in the archive with the time that they may stand: a pair for each contract.

    Too many rather than too few: an editor may have arranged otherwise for one of them, and the gate decides.
    """
    live = Article.objects.filter(live=True)
    for agency in Agency.objects.filter(may_archive=False):
        both = Q(agencies=agency) | Q(derivations__source__agency=agency)
        yield live.filter(both).distinct(), timedelta(days=agency.archive_days)
    for source in Source.objects.filter(may_archive=False):
        yield live.filter(derivations__source=source).distinct(), timedelta(days=source.archive_days)
    own = ArticleRights.objects.filter(Q(may_archive=False) | Q(archive_days__isnull=False))
    for days in own.values_list("archive_days", flat=True).distinct().order_by():
        named = live.filter(own_rights__in=own.filter(archive_days=days))
        if days is None:
            named = live.filter(own_rights__in=own.filter(archive_days__isnull=True))
        yield named, timedelta(days=ARCHIVE_DAYS if days is None else days)


# What `rights.py` reads from loaded rows, as one condition in SQL. It is written by hand, for both databases: put into
# words by Django from the same conditions it took 18 ms of CPU a query, many times what the database takes to answer,
# and every list of every page asks it. A property test holds it to `rights.py`.

# Whose contracts the text is under: agencies that the story names, and those whose words it took or translated.
_CONTRACTS = """(
SELECT {columns} FROM articles_article_agencies rx JOIN wires_agency rc ON rc.id = rx.agency_id
WHERE rx.article_id = {pk}
UNION ALL
SELECT {columns} FROM articles_derivation rd JOIN wires_source rc ON rc.id = rd.source_id
WHERE rd.article_id = {pk} AND rd.made IN ('taken', 'translated')
UNION ALL
SELECT {columns} FROM articles_derivation rd JOIN wires_source rs ON rs.id = rd.source_id
JOIN wires_agency rc ON rc.id = rs.agency_id WHERE rd.article_id = {pk} AND rd.made IN ('taken', 'translated')
) r"""
_COLUMNS = ("may_archive", "archive_days", "territories")
_TRANSLATED = """SELECT 1 FROM articles_derivation re {joined}
WHERE re.article_id = {pk} AND re.made = 'translated' {and_}"""
_BOTH = "JOIN wires_source rv ON rv.id = re.source_id JOIN wires_agency rw ON rw.id = rv.agency_id"

_BLOCKED = """EXISTS (SELECT 1 FROM (SELECT 1 AS one) rz
LEFT JOIN articles_articlerights ro ON ro.article_id = {pk} WHERE
(ro.id IS NULL AND (EXISTS (SELECT 1 FROM {contracts} WHERE {past_r} OR {closed_r}) OR ({refused})
  OR EXISTS ({barred_translation})))
OR (ro.id IS NOT NULL AND (
  ({refused_own})
  OR (ro.territories <> '' AND {closed_ro})
  OR (ro.territories = '' AND EXISTS (SELECT 1 FROM {contracts} WHERE {closed_r_too}))
  OR (NOT ro.may_archive AND {own_past})
  OR (ro.may_archive IS NULL AND EXISTS (SELECT 1 FROM {contracts} WHERE {own_or_past_r}))
  OR (NOT ro.may_translate AND EXISTS ({translation}))
  OR (ro.may_translate IS NULL AND EXISTS ({barred_translation}))
)))"""


class RightsAllow(Func):
    """Tell whether the rights of an article let it leave for a use, to a country, at a moment."""

    output_field = BooleanField()
    arity = 2

    def __init__(
        self, *terms: Any, use: Use = Use.WEB, territory: str = "", now: datetime | None = None
    ) -> None:
        """Ask about an article by its key and the moment of its publication."""
        super().__init__(*(terms or (F("pk"), F("published_at"))))
        self.use, self.territory, self.now = use, territory, now

    def as_sqlite(  # type: ignore[override]  # Django's own stubs want a tuple of values
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        """Write it with SQLite's way to count the time between two moments, which Django brings."""
        return self._written(
            compiler, connection, "({days} * 86400000000 <= django_timestamp_diff({now}, {at}))"
        )

    def as_sql(  # type: ignore[override]  # of Django's many parameters none is used
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        """Write it with PostgreSQL's intervals."""
        return self._written(compiler, connection, "({days} * INTERVAL '24 hours' <= {now} - {at})")

    def _written(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, longer_ago: str
    ) -> tuple[str, list[Any]]:
        (pk, _), (at, _) = (compiler.compile(each) for each in self.get_source_expressions())
        moment = DateTimeField().get_db_prep_value(self.now, connection)
        values: list[Any] = []

        def value(of: Any, cast: str = "") -> str:
            values.append(of)
            return f"%s{cast}"

        # Each part is written where it stands: the order of the values is that of the text.
        uses = (Use.SYNDICATION, Use.WEB) if self.use is Use.SYNDICATION else (self.use,)
        columns = ", ".join(f"rc.{name}" for name in (*_COLUMNS, *(MAY[use] for use in uses)))
        contracts = _CONTRACTS.format(columns=columns, pk=pk)
        cast = "" if connection.vendor == "sqlite" else "::timestamptz"

        def past(days: str) -> str:
            return longer_ago.format(days=days, now=value(moment, cast), at=at)

        def closed(row: str) -> str:
            place = f"{row}.territories"
            not_in = f"({place} LIKE ' -%%' AND {place} LIKE {value(f'% -{self.territory} %')})"
            only = f"({place} <> '' AND {place} NOT LIKE ' -%%' AND {place} NOT LIKE {value(f'% {self.territory} %')})"
            return f"({not_in} OR {only})"

        return self._text(pk, contracts, uses, past, closed), values

    def _text(self, pk: str, contracts: str, uses: tuple[Use, ...], past: Any, closed: Any) -> str:
        # Nothing here comes from outside: names of columns, and the parts above.
        none = [f"EXISTS (SELECT 1 FROM {contracts} WHERE NOT r.{MAY[use]})" for use in uses]  # noqa: S608
        own = [
            f"(NOT ro.{MAY[use]} OR (ro.{MAY[use]} IS NULL AND {each}))"
            for use, each in zip(uses, none, strict=True)
        ]
        barred = _TRANSLATED.format(
            pk=pk, joined=_BOTH, and_="AND (NOT rv.may_translate OR NOT rw.may_translate)"
        )
        # Python fills the parts in the order in which they are named here, which is that of `_BLOCKED`.
        return "NOT " + _BLOCKED.format(
            pk=pk,
            contracts=contracts,
            past_r=f"(NOT r.may_archive AND {past('r.archive_days')})",
            closed_r=closed("r"),
            refused=" AND ".join(none),
            barred_translation=barred,
            refused_own=" AND ".join(own),
            closed_ro=closed("ro"),
            closed_r_too=closed("r"),
            own_past=past(f"COALESCE(ro.archive_days, {ARCHIVE_DAYS})"),
            own_or_past_r=f"(NOT r.may_archive AND {past('COALESCE(ro.archive_days, r.archive_days)')})",
            translation=_TRANSLATED.format(pk=pk, joined="", and_=""),
        )

"""What contracts and editors allow of a story's text: read from loaded rows, and the same as conditions in SQL."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import LessThanOrEqual

from tajuk.articles.descent import FAITHFUL
from tajuk.articles.enums import Made
from tajuk.articles.models import Article, ArticleRights, Derivation
from tajuk.clearance.exits import Use
from tajuk.wires.models.rights import TextRights, closed_to

MAY = {Use.WEB: "may_web", Use.SYNDICATION: "may_syndicate", Use.NEWSLETTER: "may_newsletter"}
ARCHIVE_DAYS = (
    30  # where an editor says of a story that it may not stay in the archive, and not how long it may
)
_DAY = timedelta(days=1)


def site_territory() -> str:
    """Return the country in which the site's readers are taken to be."""
    return str(settings.TAJUK_TERRITORY)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an article's text is under: what an editor arranged for it, contracts, and what it was made from."""

    own: ArticleRights | None
    contracts: tuple[TextRights, ...]
    edges: tuple[Derivation, ...]


def terms_of(article: Article) -> Terms:
    """Return the terms of an article, whose rows are asked for once: each look at a relation costs microseconds.

    Contracts are those of the agencies that it names, and of those whose words it took or translated.
    """
    edges = tuple(edge for edge in article.derivations.all() if edge.source_id is not None)
    contracts: list[TextRights] = [*article.agencies.all()]
    for edge in edges:
        if edge.made in FAITHFUL and edge.source is not None:
            contracts += (edge.source, edge.source.agency)
    return Terms(getattr(article, "own_rights", None), tuple(contracts), edges)


def allowed(terms: Terms, use: Use) -> bool:
    """Tell whether a text may be put to a use: the editor's word for this story, else every contract's."""
    name = MAY[use]
    said = getattr(terms.own, name) if terms.own is not None else None
    if said is not None:
        return bool(said)
    return all(getattr(contract, name) for contract in terms.contracts)


def may_be_translated(article: Article) -> bool:
    """Tell whether a story may be translated: the editor's word for it, else every contract's."""
    terms = terms_of(article)
    if terms.own is not None and terms.own.may_translate is not None:
        return terms.own.may_translate
    return all(contract.may_translate for contract in terms.contracts)


def translated_against_contract(article: Article, terms: Terms) -> bool:
    """Tell whether a story is a translation of copy whose contract forbids that."""
    if terms.own is not None and terms.own.may_translate is not None:
        forbidden = not terms.own.may_translate
        return forbidden and any(edge.made == Made.TRANSLATED for edge in article.derivations.all())
    return any(
        edge.made == Made.TRANSLATED
        and edge.source is not None
        and not (edge.source.may_translate and edge.source.agency.may_translate)
        for edge in terms.edges
    )


def archive_begins(article: Article, terms: Terms) -> datetime | None:
    """Return from when a story is archive that may not stay, if that day comes."""
    if article.published_at is None:
        return None
    days = terms.own.archive_days if terms.own is not None else None
    if terms.own is not None and terms.own.may_archive is not None:
        if terms.own.may_archive:
            return None
        return article.published_at + _DAY * (ARCHIVE_DAYS if days is None else days)
    barred = [contract.archive_days for contract in terms.contracts if not contract.may_archive]
    if not barred:
        return None
    return article.published_at + _DAY * (min(barred) if days is None else days)


def closed(terms: Terms, territory: str) -> bool:
    """Tell whether a text may not be shown in a country."""
    if terms.own is not None and terms.own.territories:
        return closed_to(terms.own.territories, territory)
    return any(closed_to(contract.territories, territory) for contract in terms.contracts)


# The same in SQL. Each condition says what is allowed: no row, no contract, no word of an editor means yes.

Condition = Callable[[str], Q]  # of the names' prefix: a contract is reached in three ways


def may_leave(use: Use, territory: str, now: datetime) -> Q:
    """Return what `policies.rights` lets pass, as a condition on articles published before `now`."""
    # What may not go to partners whole goes as a teaser where it may stand on the site.
    uses = (Use.SYNDICATION, Use.WEB) if use is Use.SYNDICATION else (use,)

    def barred(at: str) -> Q:
        return _closed(at, territory) | _past(at, now)

    # Nearly every story has no rights of its own: a look at its contracts tells all.
    none = Q(own_rights__isnull=True) & ~_under(barred) & ~Exists(_barred_translations())
    own = Q(own_rights__isnull=False) & _open_q(territory) & _kept_q(now) & _translatable_q()
    return (none | own) & Q(*(allowed_q(each) for each in uses), _connector=Q.OR)


def _refused(use: Use, at: str) -> Q:
    return Q(**{f"{at}{MAY[use]}": False})


def allowed_q(use: Use) -> Q:
    """Return `allowed` as a condition on articles."""
    name = f"own_rights__{MAY[use]}"
    return Q(**{name: True}) | (Q(**{f"{name}__isnull": True}) & ~_under(partial(_refused, use)))


def _under(condition: Condition) -> Q:
    """Return that one of the article's contracts meets a condition."""
    through = Article.agencies.through.objects.filter(article=OuterRef("pk"))
    taken = Derivation.objects.filter(article=OuterRef("pk"), source__isnull=False, made__in=FAITHFUL)
    return (
        Q(Exists(through.filter(condition("agency__"))))
        | Q(Exists(taken.filter(condition("source__"))))
        | Q(Exists(taken.filter(condition("source__agency__"))))
    )


def _closed(at: str, territory: str) -> Q:
    excludes = Q(**{f"{at}territories__startswith": " -"})
    named = Q(**{f"{at}territories__contains": f" {territory} "})
    refused = Q(**{f"{at}territories__contains": f" -{territory} "})
    return (excludes & refused) | (Q(**{f"{at}territories__gt": ""}) & ~excludes & ~named)


def _open_q(territory: str) -> Q:
    own = Q(own_rights__territories__gt="")
    return (own & ~_closed("own_rights__", territory)) | (
        ~own & ~_under(partial(_closed, territory=territory))
    )


def _past(at: str, now: datetime) -> Q:
    return Q(**{f"{at}may_archive": False}) & Q(
        _longer_ago(F(f"{at}archive_days"), OuterRef("published_at"), now)
    )


def _longer_ago(days: Any, published: Any, now: datetime) -> LessThanOrEqual:
    allowed_time = Cast(days, IntegerField()) * Value(_DAY, DurationField())
    elapsed = Value(now, DateTimeField()) - published
    return LessThanOrEqual(
        ExpressionWrapper(allowed_time, DurationField()), ExpressionWrapper(elapsed, DurationField())
    )


def _kept_q(now: datetime) -> Q:
    days = Coalesce(F("own_rights__archive_days"), Value(ARCHIVE_DAYS), output_field=IntegerField())
    over = Q(_longer_ago(days, F("published_at"), now))
    said = "own_rights__may_archive"
    contract = ~_under(_refuses_archive)
    return (
        Q(**{said: True})
        | (Q(**{said: False}) & ~over)
        | (
            Q(**{f"{said}__isnull": True})
            & Q(own_rights__archive_days__isnull=True)
            & ~_under(partial(_past, now=now))
        )
        | (Q(**{f"{said}__isnull": True}) & Q(own_rights__archive_days__isnull=False) & (contract | ~over))
    )


def _refuses_archive(at: str) -> Q:
    return Q(**{f"{at}may_archive": False})


def _barred_translations() -> Any:
    edges = Derivation.objects.filter(article=OuterRef("pk"), made=Made.TRANSLATED)
    return edges.filter(Q(source__may_translate=False) | Q(source__agency__may_translate=False))


def _translatable_q() -> Q:
    edges = Derivation.objects.filter(article=OuterRef("pk"), made=Made.TRANSLATED)
    return (
        Q(own_rights__may_translate=True)
        | (Q(own_rights__may_translate=False) & ~Exists(edges))
        | (Q(own_rights__may_translate__isnull=True) & ~Exists(_barred_translations()))
    )

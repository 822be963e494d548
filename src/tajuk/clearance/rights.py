"""What contracts and editors allow of a story's text, read from loaded rows; `queries.py` says the same in SQL."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

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

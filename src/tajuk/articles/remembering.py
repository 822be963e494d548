"""Name in the derivation graph the pictures and the instruments' prices that a story shows."""

from collections.abc import Iterator
from datetime import datetime

from tajuk.articles.body import body_of
from tajuk.articles.enums import Made
from tajuk.articles.models import Article, Derivation
from tajuk.markets.models import Quote
from tajuk.pictures.models import Picture


def remember(article: Article, *, now: datetime) -> int:
    """Bring the edges to pictures and instruments into line with what a story shows; return how many changed.

    An edge that stands keeps what was taken when it was made. Each remembers the words or the price of its moment.
    """
    body = body_of(article)
    pictures = set(body.pictures) | ({article.lead_picture_id} if article.lead_picture_id else set())
    edges = Derivation.objects.filter(article=article, wire_version=None, source_article=None)
    rows = list(edges.values_list("pk", "picture_id", "instrument_id"))
    gone = [
        pk
        for pk, picture, instrument in rows
        if (picture and picture not in pictures) or (instrument and instrument not in body.instruments)
    ]
    new = [
        *_of_pictures(article, pictures - {picture for _, picture, _ in rows}, now),
        *_of_prices(article, body.instruments - {instrument for *_, instrument in rows}, now),
    ]
    if gone:
        Derivation.objects.filter(pk__in=gone).delete()
    if new:
        Derivation.objects.bulk_create(new)
    return len(gone) + len(new)


def _of_pictures(article: Article, ids: set[int], now: datetime) -> Iterator[Derivation]:
    for picture in Picture.objects.filter(pk__in=ids) if ids else ():
        yield Derivation(article=article, made=Made.ILLUSTRATED, picture=picture, taken=picture.words, at=now)


def _of_prices(article: Article, ids: frozenset[int], now: datetime) -> Iterator[Derivation]:
    for quote in Quote.objects.filter(instrument__in=ids) if ids else ():
        taken = f"{quote.value.normalize():f} @ {quote.as_of.isoformat()}"
        yield Derivation(
            article=article, made=Made.QUOTED, instrument_id=quote.instrument_id, taken=taken, at=now
        )

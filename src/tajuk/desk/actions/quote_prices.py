"""Keep what the instruments of a story were worth when readers first had it."""

from datetime import datetime

from django.db import transaction

from tajuk.articles.body import body_of
from tajuk.articles.models import Article
from tajuk.articles.models.quoted import QuotedPrice
from tajuk.common.sanitize import text_of
from tajuk.markets.figures import facts_at


@transaction.atomic
def quote_prices(article: Article, *, now: datetime) -> int:
    """Write the price at publication of each instrument that the story names and has none of; return how many.

    The price is that of the first publication, whenever this is called: what an editor adds later gets the price
    of that time as far as it is known, and what stands there is not touched. A story that readers do not have yet,
    being under embargo or dated ahead, gets none: call again when its time has come.
    """
    moment = article.published_at or now
    if moment > now:
        return 0
    body = body_of(article)
    ids = {row.pk for row in article.instruments.all()} | body.instruments
    facts = facts_at(moment, copy_of(article), also=ids)
    known = set(QuotedPrice.objects.filter(article=article).values_list("instrument_id", flat=True))
    made = [
        QuotedPrice(
            article=article, instrument_id=fact.pk, value=fact.value, previous_close=fact.previous,
            as_of=fact.as_of, quoted_at=now,
        )
        for symbol, fact in sorted(facts.by_symbol.items())
        if (symbol in facts.found or fact.pk in ids) and fact.pk not in known
        and fact.value is not None and fact.as_of is not None
    ]  # fmt: skip
    QuotedPrice.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def copy_of(article: Article) -> str:
    """Return the words of a story, a paragraph a line."""
    blocks = [block.value for block in body_of(article).blocks if block.kind in {"paragraph", "list"}]
    return "\n".join([article.headline, article.summary, *(text_of(str(block)) for block in blocks)])

"""What an instrument that a story names was worth when readers first had the story."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tajuk.articles.models.article import Article
from tajuk.markets.models.quotes import FigureField


class QuotedPrice(models.Model):
    """A price at publication: kept once, and moved by nothing that comes after, a correction least of all."""

    article = models.ForeignKey(
        Article, verbose_name=_("story"), on_delete=models.CASCADE, related_name="quoted_prices"
    )
    instrument = models.ForeignKey(
        "markets.Instrument", verbose_name=_("instrument"), on_delete=models.CASCADE, related_name="+"
    )
    value = FigureField(_("value"))
    previous_close = FigureField(_("previous close"), null=True)
    as_of = models.DateTimeField(_("as of"))
    quoted_at = models.DateTimeField(_("quoted"))

    class Meta:
        verbose_name = _("price at publication")
        verbose_name_plural = _("prices at publication")
        constraints = [
            models.UniqueConstraint(fields=["article", "instrument"], name="quoted_price_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.instrument_id} {self.value}"

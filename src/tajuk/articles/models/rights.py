"""What an editor arranged for one story's text, whatever its sources' contracts say."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tajuk.articles.models.article import Article
from tajuk.common.dependencies import Noted
from tajuk.wires.models.rights import TerritoriesField


class ArticleRights(Noted, models.Model):
    """The rights of one story where they differ from its sources': `None` means as the sources have it."""

    news_kind = "withdrawal"

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="own_rights")
    may_web = models.BooleanField(_("may stand on the site"), null=True, blank=True)
    may_archive = models.BooleanField(_("may stay in the archive"), null=True, blank=True)
    archive_days = models.PositiveIntegerField(
        _("days until it is archive"), null=True, blank=True, help_text=_("Empty: as its sources have it.")
    )
    may_syndicate = models.BooleanField(_("may go to partners"), null=True, blank=True)
    may_newsletter = models.BooleanField(_("may go into newsletters"), null=True, blank=True)
    may_translate = models.BooleanField(_("may be translated"), null=True, blank=True)
    territories = TerritoriesField(
        _("countries"),
        max_length=200,
        blank=True,
        default="",
        help_text=_(
            "Codes of two letters: ID MY for only these, -US for all but these; empty: as its sources have it."
        ),
    )
    note = models.TextField(_("what was arranged, with whom"))
    at = models.DateTimeField(_("since"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("rights of a story")
        verbose_name_plural = _("rights of stories")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(note=""), name="rights_have_a_note")
        ]

    def __str__(self) -> str:
        return self.note

    def get_absolute_url(self) -> str:
        """Return the article's address: what readers learn of it, they learn there."""
        return self.article.get_absolute_url()

    def list_keys(self) -> Iterable[str]:
        """Return the article's own key and the lists that it stands in."""
        return [f"articles.article:{self.article_id}", *self.article.list_keys()]

"""The pages of the tree: home, section fronts that an editor lays out, and static pages."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from tajuk.common.bilingual import pick
from tajuk.common.dependencies import Noted


class FrontPage(Noted, Page):
    """The home page of an edition, or a section's front: slots that an editor fills, then the newest stories."""

    section = models.ForeignKey(
        "topics.Section",
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="fronts",
        help_text=_("Empty: the home page."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("section"),
        InlinePanel(
            "slots", label=_("Story"), heading=_("Stories in this order; the newest fill up the rest")
        ),
    ]
    parent_page_types: ClassVar = ["wagtailcore.Page", "fronts.FrontPage"]
    subpage_types: ClassVar = ["fronts.FrontPage", "fronts.StaticPage"]
    search_auto_update = False

    class Meta:
        verbose_name = _("front")
        verbose_name_plural = _("fronts")

    def list_keys(self) -> list[str]:
        """Return the key of fronts: pages find their front by section and language."""
        return ["list:fronts"]


class Slot(Orderable):
    """A story that an editor put on a front, in its place."""

    front = ParentalKey(FrontPage, on_delete=models.CASCADE, related_name="slots")
    article = models.ForeignKey(
        "articles.Article", verbose_name=_("story"), on_delete=models.CASCADE, related_name="+"
    )

    panels: ClassVar = [FieldPanel("article")]

    class Meta(Orderable.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["front", "article"], name="no_story_twice_on_a_front")
        ]


class StaticPage(Noted, Page):
    """About, press code, terms: a page of text."""

    text = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "link", "ol", "ul"])

    content_panels = [*Page.content_panels, FieldPanel("text")]
    parent_page_types: ClassVar = ["fronts.FrontPage"]
    subpage_types: ClassVar[list[str]] = []
    search_auto_update = False

    class Meta:
        verbose_name = _("static page")
        verbose_name_plural = _("static pages")

    def list_keys(self) -> list[str]:
        """Return the key of the footer's list of pages."""
        return ["list:static-pages"]


@register_setting(icon="site")
class Masthead(Noted, BaseGenericSetting):
    """What the paper is called and says of itself."""

    name = models.CharField(_("name of the paper"), max_length=60, default="Tajuk")
    brand = models.CharField(
        _("brand in datelines"), max_length=60, default="TAJUK", help_text=_("As in “CONTOH.ID - SEOUL.”")
    )
    tagline_id = models.CharField(_("tagline (Indonesian)"), max_length=120, blank=True)
    tagline_en = models.CharField(_("tagline (English)"), max_length=120, blank=True)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    notice_id = models.CharField(_("notice on every page (Indonesian)"), max_length=200, blank=True)
    notice_en = models.CharField(_("notice on every page (English)"), max_length=200, blank=True)
    contact = models.EmailField(_("contact of the desk"), blank=True)

    class Meta:
        verbose_name = _("masthead")

    @property
    def tagline(self) -> str:
        """Return the tagline in the active language."""
        return pick(self, "tagline")

    @property
    def notice(self) -> str:
        """Return the notice in the active language."""
        return pick(self, "notice")


class Popularity(Noted, models.Model):
    """How much an article is read: `log2` of its views, each weighed `2 ** (moment / half-life)`.

    So a view an hour ago weighs more than one of yesterday, the order never needs to be computed anew as time
    passes, and nothing is kept of who read.
    """

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="popularity"
    )
    weight = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return f"{self.article_id}: {self.weight:.2f}"

    def list_keys(self) -> list[str]:
        """Return the key of the most read."""
        return ["list:most-read"]

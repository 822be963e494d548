"""The pages of the tree: home, section fronts that an editor lays out, and static pages."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page

from tajuk.common.bilingual import pick
from tajuk.common.dependencies import Noted
from tajuk.fronts.identity import Font, Logo, Looks
from tajuk.fronts.layouts import PLACES_OF_HOME, PLACES_OF_SECTION, Plan


class FrontPage(Noted, Page):
    """The home page of an edition, or a section's front: places that an editor fills, then the newest stories."""

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

    @property
    def places(self) -> int:
        """Return how many places an editor may fill."""
        return PLACES_OF_SECTION if self.section_id else PLACES_OF_HOME


class Layout(Noted, models.Model):
    """What an editor laid out on a front: each is kept as it was saved, and the one of the highest number holds."""

    front = models.ForeignKey(FrontPage, on_delete=models.CASCADE, related_name="layouts")
    number = models.PositiveIntegerField()
    entries = models.JSONField(default=list)  # ids of stories in order, null where the newest story stands
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["front", "number"], name="one_layout_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.front_id}: {self.number}"

    def list_keys(self) -> list[str]:
        """Return the key of the front: whatever shows it shows its newest layout."""
        return [f"fronts.frontpage:{self.front_id}"]

    @property
    def plan(self) -> Plan:
        """Return what stands in the places."""
        return tuple(self.entries)

    @property
    def chosen(self) -> int:
        """Return how many stories an editor chose."""
        return sum(entry is not None for entry in self.entries)


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

    # How it looks; written by `actions.change_identity`, which checks the contrasts and makes the style sheet.
    colours = models.JSONField(default=dict, blank=True, editable=False)
    headline_font = models.CharField(max_length=12, choices=Font.choices, default=Font.SERIF, editable=False)
    text_font = models.CharField(max_length=12, choices=Font.choices, default=Font.SANS, editable=False)
    own_headline = models.JSONField(default=dict, blank=True, editable=False)  # "address", "name", "licence"
    own_text = models.JSONField(default=dict, blank=True, editable=False)
    logo = models.JSONField(default=dict, blank=True, editable=False)  # "address", "width", "height"
    dark_logo = models.JSONField(default=dict, blank=True, editable=False)
    style = models.CharField(max_length=200, blank=True, editable=False)  # the address of the style sheet

    panels: ClassVar = [
        FieldPanel(name)
        for name in (
            "name", "brand", "tagline_id", "tagline_en", "publisher", "notice_id", "notice_en", "contact",
        )
    ]  # fmt: skip

    class Meta:
        verbose_name = _("masthead")

    @property
    def looks(self) -> Looks:
        """Return what a publisher chose of how the paper looks."""
        return Looks(
            self.colours,
            Font(self.headline_font),
            Font(self.text_font),
            self.own_headline.get("address", ""),
            self.own_text.get("address", ""),
            Logo(**self.logo) if self.logo else None,
            Logo(**self.dark_logo) if self.dark_logo else None,
        )

    @property
    def preloads(self) -> list[tuple[str, bool]]:
        """Return the fonts that pages load: each its file, and whether that is one of the house's."""
        found: list[tuple[str, bool]] = []
        for font, own in ((self.headline_font, self.own_headline), (self.text_font, self.own_text)):
            if font == Font.OWN and own:
                found.append((own["address"], False))
            elif font in (Font.SERIF, Font.SANS):
                found.append((f"tajuk/fonts/tajuk-{font}.woff2", True))
        return list(dict.fromkeys(found))

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

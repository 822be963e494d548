"""Sections (where a story stands) and topics (what it is about)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from tajuk.common.bilingual import pick
from tajuk.common.dependencies import Noted

# First path parts that the site uses itself: no section may take one.
RESERVED = frozenset(
    {
        "_", "-", "akademi", "akun", "api", "atom.xml", "cari", "desk", "documents", "en", "feed.json",
        "koreksi", "langganan", "lite", "media", "pasar", "penulis", "robots.txt", "rss.xml", "sitemap-news.xml",
        "sitemap.xml", "sitemaps", "static", "styleguide", "sumber", "tentang", "terbaru", "terpopuler", "topik",
    }
)  # fmt: skip


def not_reserved(slug: str) -> None:
    """Raise `ValidationError` for a slug that names one of the site's own addresses."""
    if slug in RESERVED:
        raise ValidationError(_("“%(slug)s” is an address of the site itself."), params={"slug": slug})


class Section(Noted, models.Model):
    """A section of the paper; its slug is the first part of its stories' addresses."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True, validators=[not_reserved])
    name_id = models.CharField(_("name (Indonesian)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    description_id = models.TextField(_("description (Indonesian)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    display_order = models.PositiveSmallIntegerField(_("order"), default=0)
    in_navigation = models.BooleanField(_("in the navigation"), default=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["display_order", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the active language."""
        return pick(self, "name")

    @property
    def description(self) -> str:
        """Return the description in the active language."""
        return pick(self, "description")

    def list_keys(self) -> list[str]:
        """Return the lists that a change of this row alters: the navigation."""
        return ["list:sections"]


class Topic(Noted, models.Model):
    """A subject that stories are gathered under."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name_id = models.CharField(_("name (Indonesian)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    description_id = models.TextField(_("description (Indonesian)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the active language."""
        return pick(self, "name")

    @property
    def description(self) -> str:
        """Return the description in the active language."""
        return pick(self, "description")

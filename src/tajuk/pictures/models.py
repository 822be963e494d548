"""Pictures as a newsroom needs them: who took it, who may use it, until when, and what it shows."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from tajuk.common import editions
from tajuk.common.dependencies import Noted


class Picture(Noted, AbstractImage):
    """A picture with caption, credit line, rights and expiry; `description` is its alternative text, required."""

    description_en = models.CharField(_("alternative text (English)"), max_length=255, blank=True)

    caption = models.TextField(_("caption"), blank=True)
    photographer = models.CharField(_("photographer"), max_length=160, blank=True)
    agency = models.CharField(_("agency"), max_length=160, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True, help_text=_("Never published."))
    licence = models.CharField(_("licence"), max_length=160, blank=True)
    may_web = models.BooleanField(_("may stand on the site"), default=True)
    may_be_syndicated = models.BooleanField(_("may be syndicated"), default=False)
    may_newsletter = models.BooleanField(_("may go into newsletters"), default=True)
    may_preview = models.BooleanField(
        _("may be shown by others"),
        default=True,
        help_text=_("The sizes that search engines and social networks show with a link."),
    )
    max_width = models.PositiveIntegerField(
        _("largest width in pixels"),
        null=True,
        blank=True,
        help_text=_("Of what readers get; empty for any."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True, editable=False)
    # Every story that shows it was killed: no file is public until one is reinstated, or another story shows it.
    is_kept_in = models.BooleanField(default=False, editable=False)
    # When what readers see of it last changed: its words or the picture itself.
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True, db_index=True)
    digital_source_type = models.CharField(
        _("digital source type"),
        max_length=80,
        blank=True,
        help_text=_("Term of IPTC's digitalsourcetype list."),
    )
    unseen_fields = frozenset({"usage_terms"})
    wire_guid = models.CharField(max_length=300, blank=True, db_index=True, editable=False)

    admin_form_fields = (
        "title", "file", "description", "description_en", "caption", "photographer", "agency", "licence", "usage_terms",
        "may_web", "may_be_syndicated", "may_newsletter", "may_preview", "max_width", "expires_at",
        "digital_source_type", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        indexes: ClassVar = [
            models.Index(
                fields=["changed_at"], condition=models.Q(changed_at__isnull=False), name="picture_changed"
            )
        ]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def is_public(self, now: datetime) -> bool:
        """Tell whether files of it may lie where the public can ask for them."""
        ended = (self.withdrawn_at, self.expires_at)
        return self.may_web and not self.is_kept_in and not any(moment and moment <= now for moment in ended)

    @property
    def words(self) -> str:
        """Return what it says, as a story that shows it takes it: caption, alternative text, credit."""
        return "\n".join(filter(None, (self.caption, self.description, self.description_en, self.credit)))

    @property
    def alt(self) -> str:
        """Return the alternative text for pages of the active language."""
        is_english = editions.of_language(get_language()) is editions.ENGLISH
        return (self.description_en if is_english else "") or self.description

    @property
    def credit(self) -> str:
        """Return the credit line: photographer (or pool) via agency."""
        return "/".join(part for part in (self.agency, self.photographer) if part)


class Rendition(AbstractRendition):
    """One size and format of a picture."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_filter"
            )
        ]

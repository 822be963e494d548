"""Who sends: agencies, and the ways their copy comes in."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tajuk.common.dependencies import Noted
from tajuk.wires.enums import ASKED, EmbargoPolicy, Indexing, KillPolicy, SourceKind
from tajuk.wires.models.rights import TextRights


def digest_of_token(token: str) -> str:
    """Return what is kept of a token: its SHA-256; tokens are long and random, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


class Agency(Noted, TextRights):
    """A provider of copy, what its contract allows, and how its kills are followed."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    shown_name = models.CharField(
        _("name for readers"), max_length=120, blank=True, help_text=_("Shown as the source of a story.")
    )
    url = models.URLField(_("address"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166 code"))
    language = models.CharField(_("language"), max_length=35, blank=True, help_text=_("BCP 47 tag"))
    may_syndicate = models.BooleanField(_("may go to partners"), default=False)
    rights_note = models.TextField(_("notes on rights"), blank=True)
    kill_policy = models.CharField(
        _("when it kills an item"), max_length=10, choices=KillPolicy, default=KillPolicy.UNEDITED
    )
    indexing = models.CharField(
        _("what search engines find"),
        max_length=10,
        choices=Indexing,
        default=Indexing.HERE,
        help_text=_(
            "Of stories that name the agency, took its words or translated them; the strictest counts."
        ),
    )

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kill_policy__in=KillPolicy.values), name="wires_agency_kill_policy"
            ),
            models.CheckConstraint(condition=Q(indexing__in=Indexing.values), name="wires_agency_indexing"),
        ]

    def __str__(self) -> str:
        return self.name

    def list_keys(self) -> Iterable[str]:
        """Return its own list, and the key under which every list stands that asks for rights."""
        return [f"list:agency:{self.pk}", "list:rights"]

    @property
    def source_line(self) -> str:
        """Return the name that readers see after *Sumber*."""
        return self.shown_name or self.name


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources by what is to be done with them."""

    def enabled(self) -> "SourceQuerySet":
        """Keep the sources that are switched on."""
        return self.filter(enabled=True)

    def folders(self) -> "SourceQuerySet":
        """Keep the watched folders."""
        return self.enabled().filter(kind=SourceKind.FOLDER)

    def polled(self) -> "SourceQuerySet":
        """Keep what is asked on a schedule."""
        return self.enabled().filter(kind__in=ASKED)

    def due(self, now: datetime) -> "SourceQuerySet":
        """Keep the feeds whose next poll has come, the longest waiting first."""
        ready = self.polled().filter(Q(next_poll_at=None) | Q(next_poll_at__lte=now))
        return ready.order_by(F("next_poll_at").asc(nulls_first=True), "pk")


class Source(TextRights):
    """One way in: where an agency's copy comes from, and what is known of that way.

    Its rights narrow those of its agency's contract, for a service that was bought with less.
    """

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="sources", verbose_name=_("agency")
    )
    kind = models.CharField(_("way in"), max_length=10, choices=SourceKind)
    address = models.CharField(
        _("address"),
        max_length=1000,
        blank=True,
        help_text=_(
            "https://… of a feed, ftp://…, sftp://host/folder, imaps://host/INBOX, s3://bucket/prefix"
        ),
    )
    format_hint = models.CharField(_("format"), max_length=40, blank=True)
    interval_seconds = models.PositiveIntegerField(
        _("seconds between polls"), default=120, validators=[MinValueValidator(5)]
    )
    etag = models.CharField(max_length=1000, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    next_poll_at = models.DateTimeField(_("next poll"), null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    last_error = models.CharField(_("last failure"), max_length=500, blank=True, editable=False)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    # Sealed by tajuk.common.sealing: JSON of user, password, token, key or secret.
    credentials = models.BinaryField(blank=True, default=b"", editable=False)
    host_key = models.CharField(
        _("server's key"),
        max_length=200,
        blank=True,
        help_text=_("Learned at the first visit; emptied to learn anew."),
    )
    remove_there = models.BooleanField(
        _("remove there what was kept here"),
        default=False,
        help_text=_("Otherwise it is left and remembered."),
    )
    senders = models.CharField(
        _("senders"), max_length=500, blank=True,
        help_text=_("Addresses or domains whose mail is taken, separated by spaces; only with SPF or DKIM in order."),
    )  # fmt: skip
    silent_after_minutes = models.PositiveIntegerField(
        _("silent after minutes"),
        null=True,
        blank=True,
        help_text=_("An alarm when nothing new came for so long."),
    )
    default_section = models.SlugField(_("default section"), max_length=60, blank=True)
    may_syndicate = models.BooleanField(_("may go to partners"), default=True)
    embargo_policy = models.CharField(
        _("embargoes"), max_length=10, choices=EmbargoPolicy, default=EmbargoPolicy.OBEY
    )
    take_automatically = models.BooleanField(
        _("take automatically"),
        default=False,
        help_text=_("A draft is made of each new item; nothing is published by itself."),
    )
    enabled = models.BooleanField(_("switched on"), default=True)
    last_heard_at = models.DateTimeField(_("last heard of"), null=True, blank=True, editable=False)
    last_item_at = models.DateTimeField(_("last item"), null=True, blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="wires_source_kind"),
            models.CheckConstraint(
                condition=Q(embargo_policy__in=EmbargoPolicy.values), name="wires_source_embargo_policy"
            ),
            models.CheckConstraint(condition=Q(interval_seconds__gte=5), name="wires_source_interval"),
            models.CheckConstraint(
                condition=~Q(kind__in=ASKED) | ~Q(address=""), name="wires_source_poll_has_address"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_poll_at"],
                condition=Q(enabled=True, kind__in=ASKED),
                name="wires_source_due",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def accepts_token(self, token: str) -> bool:
        """Tell whether `token` is this source's, in constant time."""
        return bool(self.token_digest) and secrets.compare_digest(digest_of_token(token), self.token_digest)


class Seen(models.Model):
    """A file elsewhere that was handed over: it is left there and must not be fetched again."""

    pk = models.CompositePrimaryKey("source_id", "mark")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="seen")
    mark = models.CharField(max_length=1100)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("file seen")

"""The article: a plain indexed model with Wagtail's drafts, workflow, locks and preview, and no page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)

from tajuk.articles.blocks import BodyBlock
from tajuk.articles.enums import RestrictionKind
from tajuk.articles.managers import ArticleQuerySet
from tajuk.common import clock, editions
from tajuk.common.dependencies import Noted
from tajuk.common.text import slug_of

_generic: dict[str, Any] = {
    "content_type_field": "base_content_type",
    "object_id_field": "object_id",
    "related_query_name": "article",
    "for_concrete_model": False,
}


class Article(
    Noted,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """A story as readers know it. `published_at` is the moment from which readers may see it."""

    headline = models.CharField(_("headline"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=100, blank=True)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    slugline = models.CharField(_("slugline"), max_length=120, blank=True)
    section = models.ForeignKey(
        "topics.Section", verbose_name=_("section"), on_delete=models.PROTECT, related_name="+"
    )
    dateline = models.CharField(
        _("dateline"), max_length=80, blank=True, help_text=_("The place, in capitals.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    lead_picture = models.ForeignKey(
        "pictures.Picture",
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead_caption = models.TextField(_("caption for this story"), blank=True)
    topics = ParentalManyToManyField(
        "topics.Topic", verbose_name=_("topics"), blank=True, related_name="articles"
    )
    instruments = ParentalManyToManyField(
        "markets.Instrument", verbose_name=_("instruments"), blank=True, related_name="articles"
    )
    agencies = ParentalManyToManyField(
        "wires.Agency", verbose_name=_("sources"), blank=True, related_name="articles"
    )
    editors_note = models.TextField(_("editor's note"), blank=True, help_text=_("Never published."))
    usage_terms = models.TextField(_("usage terms"), blank=True, help_text=_("Never published."))
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), default=4, choices=[(n, str(n)) for n in range(1, 10)]
    )
    is_premium = models.BooleanField(_("premium"), default=False)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    revisions = GenericRelation("wagtailcore.Revision", **_generic)
    workflow_states = GenericRelation("wagtailcore.WorkflowState", **_generic)

    # Article text stays out of Wagtail's search index: it scans the whole index at each publish (measured).
    search_auto_update = False
    news_kind = "article"
    unseen_fields = frozenset(
        {
            "latest_revision",
            "has_unpublished_changes",
            "locked",
            "locked_at",
            "locked_by",
            "editors_note",
            "usage_terms",
        }
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        unique_together: ClassVar = [("translation_key", "locale")]
        permissions: ClassVar = [
            ("hold_article", "Can hold and release articles"),
            ("kill_article", "Can kill and reinstate articles"),
            ("correct_article", "Can correct articles"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-published_at", "-id"], condition=models.Q(live=True), name="article_latest"
            ),
            models.Index(
                fields=["locale", "-published_at", "-id"],
                condition=models.Q(live=True),
                name="article_of_edition",
            ),
            models.Index(
                fields=["section", "-published_at"], condition=models.Q(live=True), name="article_in_section"
            ),
            models.Index(
                fields=["go_live_at"], condition=models.Q(go_live_at__isnull=False), name="article_go_live"
            ),
            models.Index(
                fields=["expire_at"],
                condition=models.Q(live=True, expire_at__isnull=False),
                name="article_expire",
            ),
            models.Index(
                fields=["embargo_until"],
                condition=models.Q(embargo_until__isnull=False),
                name="article_embargo",
            ),
            # The desk's list, and its count by premium, without a look at the rows.
            models.Index(fields=["-created_at", "-id", "is_premium"], name="article_begun"),
            models.Index(fields=["-published_at", "-id"], name="article_published"),
            models.Index(fields=["locale", "-created_at", "-id"], name="article_begun_as"),
            models.Index(fields=["section", "-created_at", "is_premium"], name="article_begun_in"),
            models.Index(fields=["created_by", "-created_at"], name="article_begun_by"),
            models.Index(
                fields=["-created_at", "-id"],
                condition=models.Q(live=False, published_at__isnull=True, go_live_at__isnull=True),
                name="article_drafts",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Fill the slug from the headline before validating."""
        self.slug = self.slug or slug_of(self.headline)
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """Refuse an embargo on a story that readers already have: that is a hold."""
        super().clean()
        now = clock.now()
        if (
            self.live
            and self.embargo_until
            and self.embargo_until > now
            and self.published_at
            and self.published_at <= now
        ):
            raise ValidationError({"embargo_until": _("The story is already out: hold it instead.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the slug and the moment of publication made out."""
        self.slug = self.slug or slug_of(self.headline)
        self._date_publication()
        super().save(*args, **kwargs)

    def _date_publication(self) -> None:
        """Set `published_at`: the first publication, or the end of the embargo it went out under."""
        if not self.live or self.first_published_at is None:
            return
        now = clock.now()
        ahead = self.embargo_until is None and self.published_at is not None and self.published_at > now
        lifted_early = ahead and all(end <= now for end in self._embargoes())
        if lifted_early:
            self.published_at = now
        elif self.embargo_until:
            self.published_at = max(self.first_published_at, self.embargo_until)
        elif self.published_at is None:
            self.published_at = max([self.first_published_at, *self._embargoes()])

    def _embargoes(self) -> Iterable[datetime]:
        """Return when the embargoes end that an agency or another story put on this one."""
        if self._state.adding:
            return []
        ends = self.restrictions.filter(kind=RestrictionKind.EMBARGO, lifted_at=None, until__isnull=False)
        return ends.values_list("until", flat=True)

    @property
    def language(self) -> str:
        """Return the language code of the edition that the article stands in."""
        return str(self.locale.language_code)

    def get_absolute_url(self) -> str:
        """Return the reader's address: section, slug and id, below the edition's prefix; the id decides."""
        prefix = editions.of_language(self.language).prefix
        return f"/{prefix}{self.section.slug}/{self.slug or slug_of(self.headline)}-{self.pk or 0}"

    def list_keys(self) -> Iterable[str]:
        """Return the keys of all lists that this article stands in, none while it is not public."""
        if not self.live:
            return []
        keys = [
            f"list:latest:{self.language}",
            f"list:section:{self.section_id}:{self.language}",
            "list:search",
        ]
        keys += self.month_keys()
        if self.pk:
            # `.all()`, not `values_list`: on a draft these relations are lists in memory.
            keys += [f"list:topic:{row.pk}" for row in self.topics.all()]
            keys += [f"list:instrument:{row.pk}" for row in self.instruments.all()]
            keys += [f"list:agency:{row.pk}" for row in self.agencies.all()]
            keys += [f"list:author:{row.author_id}" for row in self.credits.all()]
        return keys

    def joined_keys(self, others: type[models.Model], pks: Iterable[Any]) -> Iterable[str]:
        """Return the keys of the lists of a topic, an instrument or an agency that name this article.

        Only those: a topic is named on a thousand stories, none of which looks different for one more.
        """
        return [f"list:{others._meta.model_name}:{pk}" for pk in pks] if self.live else []

    def month_keys(self) -> list[str]:
        """Return the key of the sitemap that names this article: that of the month of its publication, in WIB."""
        return [f"list:month:{self.published_at.astimezone(clock.WIB):%Y-%m}"] if self.published_at else []

    @transaction.atomic
    def publish(self, *args: Any, **kwargs: Any) -> None:
        """Publish in one transaction with everything that listens, so that nothing is half published."""
        super().publish(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> "Article":
        """Return the article as a revision has it, keeping what belongs to the story and not to its copy."""
        article: Article = super().with_content_json(content)
        article.published_at = self.published_at
        article.created_at = self.created_at
        article.created_by_id = self.created_by_id
        return article

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Answer with the true page of this draft: the site's own view, asked through its address."""
        match = resolve(reverse("article-preview"))
        answer: HttpResponse = match.func(request, draft=self)
        return answer

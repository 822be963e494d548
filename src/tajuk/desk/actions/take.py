"""Take a wire item: make a draft article of its current version and remember where it came from."""

import logging
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale

from tajuk.articles import actions
from tajuk.articles.actions import NotPossible
from tajuk.articles.enums import Made, RestrictionKind
from tajuk.articles.models import Article, Derivation
from tajuk.common import editions
from tajuk.desk.copy import Copy, copy_of
from tajuk.desk.pictures import picture_of
from tajuk.staff.models import User
from tajuk.topics.models import Section
from tajuk.wires.actions import mark_taken
from tajuk.wires.enums import PubStatus
from tajuk.wires.models import WireItem, WireVersion
from tajuk.wires.story import Story

log = logging.getLogger(__name__)


def take(
    item: WireItem, *, by: User | None, now: datetime, language: str = "", again: bool = False
) -> Article:
    """Return a draft of the item's current version, in its own language or to be translated into `language`.

    The wire's picture is fetched first, outside the transaction; where it cannot be had the draft says so.
    Raise `NotPossible` for a cancelled item, and for one that somebody took already unless `again`.
    """
    if by is not None and not by.has_perm("articles.add_article"):
        raise PermissionDenied("articles.add_article")
    version = item.current
    if version is None or version.pubstatus == "canceled":
        raise NotPossible(_("Its agency has withdrawn this item."))
    story = version.as_story()
    if language and language != _own(story) and not may_be_translated(version):
        raise NotPossible(_("%(agency)s does not allow translations.") % {"agency": item.agency})
    picture, trouble = picture_of(story, by=by)
    with transaction.atomic():
        if by is not None and not mark_taken(item, by=by, now=now) and not again:
            raise NotPossible(
                _("%(who)s was quicker: take it once more if you want a draft of your own.")
                % {"who": item.taken_by}
            )
        article = _draft(copy_of(story), story, version, by=by, now=now, language=language)
        if picture is not None:
            article.lead_picture = picture
            article.lead_caption = picture.caption
            actions.derive(article, made=Made.ILLUSTRATED, picture=picture, now=now)
        elif trouble:
            article.editors_note = "\n".join(filter(None, [article.editors_note, trouble]))
        article.save()
        article.save_revision(user=by, log_action=False)
        if item.held_by:
            with override(article.language):
                reason = _("Held by the rule “%(rule)s”") % {"rule": item.held_by}
            actions.restrict(article, RestrictionKind.HOLD, reason=reason, by=None, now=now)
    return article


def take_by_itself(item: WireItem, *, now: datetime) -> Article | None:
    """Make a draft of an item that is to be taken automatically, once; return it, or nothing where there is one.

    Nobody has taken the item then: it stays free for an editor, who finds the draft beside it.
    """
    if not item.to_take or item.status != PubStatus.USABLE:
        return None
    with transaction.atomic():
        WireItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if item.taken_by_id or Derivation.objects.filter(wire_version__item=item.pk).exists():
            return None
        return take(item, by=None, now=now)


def _draft(
    copy: Copy, story: Story, version: WireVersion, *, by: User | None, now: datetime, language: str
) -> Article:
    own = _own(story)
    target = language or own
    article = actions.start(
        Article(
            headline=copy.headline,
            summary=copy.summary,
            slugline=copy.slugline,
            dateline=copy.dateline,
            body=copy.body,
            editors_note=copy.editors_note,
            usage_terms=copy.usage_terms,
            urgency=copy.urgency,
            embargo_until=_still(version.embargoed_until, now),
            section=section_for(version.item.section),
            locale=Locale.objects.get(language_code=target),
        ),
        by=by,
        now=now,
        agencies=[version.item.agency],
    )
    made = Made.TAKEN if target == own else Made.TRANSLATED
    actions.derive(article, made=made, wire_version=version, now=now)
    return article


def _own(story: Story) -> str:
    return editions.of_language(story.language or "id").language


def may_be_translated(version: WireVersion) -> bool:
    """Tell whether the contracts of a version's agency and source allow translations."""
    return version.item.agency.may_translate and version.source.may_translate


def _still(until: datetime | None, now: datetime) -> datetime | None:
    return until if until and until > now else None


def section_for(slug: str) -> Section:
    """Return the section of that slug, else the first of the paper; raise `NotPossible` where there is none."""
    section = Section.objects.filter(slug=slug).first() or Section.objects.first()
    if section is None:
        raise NotPossible(_("There is no section yet: make one first."))
    return section

"""Make a story from a story: translate it, rewrite it, quote it. Each remembers where it came from."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale

from tajuk.articles import actions
from tajuk.articles.actions import NotPossible
from tajuk.articles.enums import Made, RestrictionKind
from tajuk.articles.models import Article, Derivation
from tajuk.clearance.rights import may_be_translated
from tajuk.staff.models import User

COPIED = ("headline", "summary", "slugline", "dateline", "body", "lead_caption", "urgency", "is_premium")


@transaction.atomic
def translate(article: Article, *, language: str, by: User | None, now: datetime) -> Article:
    """Return a draft in another language, with the story's own words to begin with, joined to it as its translation.

    Raise `NotPossible` where a contract forbids it, where there is one already, and of a killed story.
    """
    _require(by, "articles.add_article")
    source = _usable(article, now)
    if language == source.language:
        raise NotPossible(_("That is the language that the story is in."))
    if not may_be_translated(source):
        raise NotPossible(_("A contract of its sources does not allow translations."))
    locale = Locale.objects.get(language_code=language)
    if Article.objects.filter(translation_key=source.translation_key, locale=locale).exists():
        raise NotPossible(_("There is a translation already."))
    draft = Article(translation_key=source.translation_key, locale=locale)
    return _made(draft, source, Made.TRANSLATED, by=by, now=now)


@transaction.atomic
def rewrite(article: Article, *, by: User | None, now: datetime) -> Article:
    """Return a draft that begins with a story's words, to become another story. Raise `NotPossible` of a killed one."""
    _require(by, "articles.add_article")
    source = _usable(article, now)
    return _made(Article(locale=source.locale), source, Made.REWRITTEN, by=by, now=now)


@transaction.atomic
def quote(article: Article, source: Article, *, by: User | None, now: datetime) -> Derivation:
    """Remember that a story quotes another. Raise `NotPossible` where that would make it its own source."""
    _require(by, "articles.change_article")
    return actions.derive(article, made=Made.QUOTED, source_article=_usable(source, now), by=by, now=now)


def _usable(article: Article, now: datetime) -> Article:
    if article.restrictions.in_force(now).filter(kind=RestrictionKind.KILL).exists():
        raise NotPossible(_("The story is killed."))
    found: Article = Article.objects.for_page().get(pk=article.pk)
    return found


def _made(draft: Article, source: Article, made: Made, *, by: User | None, now: datetime) -> Article:
    for name in COPIED:
        setattr(draft, name, getattr(source, name))
    draft.section, draft.lead_picture, draft.usage_terms = (
        source.section,
        source.lead_picture,
        source.usage_terms,
    )
    actions.start(
        draft,
        by=by,
        now=now,
        agencies=list(source.agencies.all()),
        topics=list(source.topics.all()),
        instruments=list(source.instruments.all()),
    )
    actions.derive(draft, made=made, source_article=source, by=by, now=now)
    return draft


def _require(by: User | None, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(permission)

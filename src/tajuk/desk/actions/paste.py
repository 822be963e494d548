"""Make a draft of a manuscript that somebody pasted."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale

from tajuk.articles import actions
from tajuk.articles.enums import Role
from tajuk.articles.models import Article
from tajuk.common import editions
from tajuk.desk.actions.take import section_for
from tajuk.desk.copy import copy_of
from tajuk.staff.models import Author, User
from tajuk.topics.models import Section
from tajuk.wires.models import Agency
from tajuk.wires.story import Story


@dataclass(frozen=True, slots=True)
class Pasted:
    """The draft, and what the manuscript said that found no row of its own: one line each."""

    article: Article
    notes: tuple[str, ...]


@transaction.atomic
def paste(story: Story, *, by: User | None, now: datetime, section: Section | None = None) -> Pasted:
    """Save a read manuscript as a draft; names that the newsroom knows become credits and sources, others notes."""
    if by is not None and not by.has_perm("articles.add_article"):
        raise PermissionDenied("articles.add_article")
    copy = copy_of(story)
    people, unknown = _credits(story)
    agencies, unnamed = _agencies(story)
    notes = tuple(unknown + unnamed + _pictures(story))
    article = actions.start(
        Article(
            headline=copy.headline,
            summary=copy.summary,
            slugline=copy.slugline,
            dateline=copy.dateline,
            body=copy.body,
            editors_note="\n".join(filter(None, [copy.editors_note, *notes])),
            section=section or section_for(""),
            locale=Locale.objects.get(language_code=editions.of_language(story.language).language),
        ),
        by=by,
        now=now,
        people=people,
        agencies=agencies,
    )
    return Pasted(article, notes)


def _credits(story: Story) -> tuple[list[tuple[Author, str]], list[str]]:
    found: list[tuple[Author, str]] = []
    unknown: list[str] = []
    for role, names in ((Role.REPORTER, story.reporters or story.bylines), (Role.EDITOR, story.editors)):
        for name in dict.fromkeys(names):
            author = Author.objects.filter(name__iexact=name).first()
            if author:
                found.append((author, role))
            else:
                unknown.append(f"{role.label}: {name}")
    return found, unknown


def _agencies(story: Story) -> tuple[list[Agency], list[str]]:
    found, unknown = [], []
    for source in story.sources:
        agency = Agency.objects.filter(name__iexact=source.name).first()
        if agency:
            found.append(agency)
        elif source.name:
            unknown.append(_("Source: %(name)s") % {"name": source.name})
    return found, unknown


def _pictures(story: Story) -> list[str]:
    """Return caption and credit of the pictures, of which pasted text holds no more than that."""
    told = ((each.story.description("caption"), each.story.credit) for each in story.associations)
    return [
        _("Picture: %(caption)s") % {"caption": " ".join(filter(None, each))} for each in told if any(each)
    ]

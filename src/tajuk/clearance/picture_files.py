"""Take a picture's public files away while every story that shows it is killed; readers may know their addresses."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import post_save
from wagtail.signals import published

from tajuk.articles.body import body_of
from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article, Restriction
from tajuk.common import clock
from tajuk.pictures.models import Picture


def connect() -> None:
    """Listen to kills, reinstatements and publications."""
    post_save.connect(_restricted, sender=Restriction, dispatch_uid="picture-files.restriction")
    published.connect(_published, sender=Article, dispatch_uid="picture-files.published")


def settle(pictures: Iterable[int]) -> list[Picture]:
    """Take away the files of those of these pictures that killed stories alone show, give others back; return which."""
    changed = []
    for picture in Picture.objects.filter(pk__in=list(pictures)):
        kept_in = _is_kept_in(picture)
        if picture.is_kept_in != kept_in:
            picture.is_kept_in = kept_in
            picture.save(update_fields=["is_kept_in"])
            changed.append(picture)
    return changed


def _is_kept_in(picture: Picture) -> bool:
    kills = Restriction.objects.in_force(clock.now()).filter(
        article=OuterRef("pk"), kind=RestrictionKind.KILL
    )
    shown_by = Article.objects.filter(Q(lead_picture=picture) | Q(derivations__picture=picture))
    killed = list(shown_by.annotate(is_killed=Exists(kills)).values_list("is_killed", flat=True).distinct())
    return bool(killed) and all(killed)


def _restricted(instance: Restriction, raw: bool, **kwargs: Any) -> None:
    if not raw and instance.kind == RestrictionKind.KILL:
        settle(_shown_by(instance.article))


def _published(instance: Article, **kwargs: Any) -> None:
    settle(Picture.objects.filter(pk__in=_shown_by(instance), is_kept_in=True).values_list("pk", flat=True))


def _shown_by(article: Article) -> set[int]:
    named = set(body_of(article).pictures)
    return named | {article.lead_picture_id} if article.lead_picture_id else named

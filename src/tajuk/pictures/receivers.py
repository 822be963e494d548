"""Have renditions made as soon as a picture is there, and anew when its focal point moves."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from tajuk.common import clock
from tajuk.pictures import renditions
from tajuk.pictures.models import Picture
from tajuk.pictures.tasks import make_renditions

FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
# What a save touches that changes no rendition; the task itself saves the title to tell the pages.
_WORDS = frozenset(
    {"title", "description", "description_en", "caption", "photographer", "agency", "usage_terms", "licence"}
)


# What stories take of a picture: a change of it is news to those who show it.
SEEN = ("caption", "description", "description_en", "photographer", "agency", "file_hash")


@receiver(pre_save, sender=Picture, dispatch_uid="pictures-focus")
def look_back(instance: Picture, raw: bool, **kwargs: Any) -> None:
    """Delete renditions that are cut around an old focal point; date a change of what readers see."""
    if raw:
        return
    before = None
    if not instance._state.adding:
        before = Picture.objects.filter(pk=instance.pk).values(*FOCUS, *SEEN).first()
    if before is None:
        return
    if any(before[name] != getattr(instance, name) for name in FOCUS):
        instance.renditions.all().delete()
    if any(before[name] != getattr(instance, name) for name in SEEN):
        instance.changed_at = clock.now()


@receiver(post_save, sender=Picture, dispatch_uid="pictures-renditions")
def have_them_made(instance: Picture, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Take away at once what may not be public any more, and ask for what may once the picture is committed."""
    if raw or (update_fields is not None and _WORDS.issuperset(update_fields)):
        return
    renditions.prune(instance, clock.now())
    picture_id = instance.pk
    transaction.on_commit(lambda: make_renditions.enqueue(picture_id))

"""Have renditions made as soon as a picture is there, and anew when its focal point moves."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from tajuk.pictures.models import Picture
from tajuk.pictures.tasks import make_renditions

FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
# What a save touches that changes no rendition; the task itself saves the title to tell the pages.
_WORDS = frozenset({"title", "description", "caption", "photographer", "agency", "usage_terms", "licence"})


@receiver(pre_save, sender=Picture, dispatch_uid="pictures-focus")
def drop_badly_cut(instance: Picture, raw: bool, **kwargs: Any) -> None:
    """Delete the renditions of a picture whose focal point moved: they are cut around the old one."""
    if raw or instance._state.adding:
        return
    before = Picture.objects.filter(pk=instance.pk).values_list(*FOCUS).first()
    if before is not None and before != tuple(getattr(instance, name) for name in FOCUS):
        instance.renditions.all().delete()


@receiver(post_save, sender=Picture, dispatch_uid="pictures-renditions")
def have_them_made(instance: Picture, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Ask for the renditions once the picture is committed."""
    if raw or (update_fields is not None and _WORDS.issuperset(update_fields)):
        return
    picture_id = instance.pk
    transaction.on_commit(lambda: make_renditions.enqueue(picture_id))

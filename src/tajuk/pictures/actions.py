"""Withdraw a picture from every page, and give it back."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tajuk.common.text import one_line
from tajuk.pictures.models import Picture


class PictureNotPossible(Exception):
    """A verb that does not fit the state of its picture; the text is one line for the person who asked."""


@transaction.atomic
def withdraw(picture: Picture, *, reason: str, by: AbstractBaseUser | None, now: datetime) -> Picture:
    """Show a picture nowhere any more; raise `PictureNotPossible` without a reason or when it is withdrawn."""
    reason = _reason(reason)
    locked: Picture = Picture.objects.select_for_update(of=("self",)).get(pk=picture.pk)
    if locked.withdrawn_at is not None:
        raise PictureNotPossible(_("The picture is withdrawn already."))
    locked.withdrawn_at, locked.withdrawn_reason = now, reason
    # What shows it goes before all other work.
    locked.__dict__["news_kind"] = "withdrawal"
    locked.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    log(instance=locked, action="tajuk.withdraw-picture", user=by, data={"reason": reason})
    return locked


@transaction.atomic
def restore(picture: Picture, *, reason: str, by: AbstractBaseUser | None, now: datetime) -> Picture:
    """Show a withdrawn picture again; raise `PictureNotPossible` without a reason or when it is not withdrawn."""
    reason = _reason(reason)
    locked: Picture = Picture.objects.select_for_update(of=("self",)).get(pk=picture.pk)
    if locked.withdrawn_at is None:
        raise PictureNotPossible(_("The picture is not withdrawn."))
    locked.withdrawn_at, locked.withdrawn_reason = None, ""
    locked.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    log(instance=locked, action="tajuk.restore-picture", user=by, data={"reason": reason})
    return locked


def _reason(reason: str) -> str:
    if not (said := one_line(reason)):
        raise PictureNotPossible(_("A reason is required."))
    return said

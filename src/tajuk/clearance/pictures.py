"""Whether a picture may be shown, in which sizes, and what stands in its place."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from tajuk.clearance.exits import Use
from tajuk.clearance.policies import Policy, Reason
from tajuk.pictures.models import Picture

MAY = {
    Use.WEB: "may_web",
    Use.SYNDICATION: "may_be_syndicated",
    Use.NEWSLETTER: "may_newsletter",
    Use.PREVIEW: "may_preview",
}


def reasons_of_picture(picture: Picture, use: Use, now: datetime) -> Iterator[Reason]:
    """Yield why a picture may not be put to a use at `now`."""
    if picture.withdrawn_at is not None and picture.withdrawn_at <= now:
        yield Reason(Policy.WITHDRAWN, since=picture.withdrawn_at, words=picture.withdrawn_reason)
    if picture.expires_at is not None and picture.expires_at <= now:
        yield Reason(Policy.EXPIRY, since=picture.expires_at)
    if not getattr(picture, MAY[use]) or not picture.may_web:
        yield Reason(Policy.RIGHTS, words=str(use))


def may_be_shown(picture: Picture, now: datetime, use: Use = Use.WEB) -> bool:
    """Tell whether a picture may be put to a use at `now`."""
    return next(reasons_of_picture(picture, use, now), None) is None


def in_its_place(picture: Picture, now: datetime) -> str:
    """Return what readers are told where a picture stood that the site may not show any more; empty if it may."""
    for reason in reasons_of_picture(picture, Use.WEB, now):
        if reason.policy is Policy.WITHDRAWN:
            return _("This picture was withdrawn: %(reason)s") % {"reason": reason.words}
        if reason.policy is Policy.EXPIRY:
            return _("This picture is no longer shown: the right to show it has ended.")
        return _("This picture is not shown here: its licence does not allow it.")
    return ""

"""Make, renew and end subscriptions; make the passes that sign browsers in."""

import secrets
from calendar import monthrange
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tajuk.common.clock import WIB
from tajuk.common.text import one_line
from tajuk.readers.models import Plan, Subscriber, new_key
from tajuk.wires.models.sources import digest_of_token

if TYPE_CHECKING:
    from tajuk.staff.models import User


class SubscriptionNotPossible(Exception):
    """A verb that does not fit the state of its subscription; the text is one line for the person who asked."""


@transaction.atomic
def subscribe(
    email: str, *, name: str, plan: Plan, reason: str, by: "User | None", now: datetime
) -> Subscriber:
    """Make a subscription of as many months as the plan has; raise `SubscriptionNotPossible`, `ValidationError`."""
    said = _reason(reason)
    if Subscriber.objects.of_email(email).exists():
        raise SubscriptionNotPossible(_("That address has a subscription already: renew it."))
    made = Subscriber(
        email=email.strip(),
        name=one_line(name) or email.strip(),
        plan=plan,
        until=months_later(now, plan.months),
    )
    made.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # somebody else was quicker
        raise SubscriptionNotPossible(_("That address has a subscription already: renew it.")) from None
    _told(made, "subscribe", by=by, reason=said)
    return made


@transaction.atomic
def renew(
    subscriber: Subscriber, *, reason: str, by: "User | None", now: datetime, plan: Plan | None = None
) -> Subscriber:
    """Add the months of a plan, from now on where the subscription has ended; raise `SubscriptionNotPossible`."""
    said = _reason(reason)
    locked = Subscriber.objects.select_for_update(of=("self",)).select_related("plan").get(pk=subscriber.pk)
    locked.plan = plan or locked.plan
    locked.until = months_later(max(locked.until, now), locked.plan.months)
    locked.save(update_fields=["plan", "until"])
    _told(locked, "renew", by=by, reason=said)
    return locked


@transaction.atomic
def end(subscriber: Subscriber, *, reason: str, by: "User | None", now: datetime) -> Subscriber:
    """End a subscription at once in every browser; raise `SubscriptionNotPossible` where it has ended."""
    said = _reason(reason)
    locked = Subscriber.objects.select_for_update(of=("self",)).get(pk=subscriber.pk)
    # Earlier than the caller knows: somebody else has ended it while this one waited.
    if locked.until < subscriber.until or not locked.may_read_premium(now):
        raise SubscriptionNotPossible(_("The subscription has ended already."))
    locked.until, locked.key, locked.pass_digest = now, new_key(), ""
    locked.save(update_fields=["until", "key", "pass_digest"])
    _told(locked, "end", by=by, reason=said)
    return locked


@transaction.atomic
def make_pass(subscriber: Subscriber, *, by: "User | None", now: datetime) -> str:
    """Make a pass, which ends the one before it, and return it: it signs one browser in and is kept as a digest.

    Raise `SubscriptionNotPossible` where the subscription has ended.
    """
    locked = Subscriber.objects.select_for_update(of=("self",)).get(pk=subscriber.pk)
    if not locked.may_read_premium(now):
        raise SubscriptionNotPossible(_("The subscription has ended: renew it first."))
    made = secrets.token_urlsafe(32)
    locked.pass_digest, locked.pass_made_at = digest_of_token(made), now
    locked.save(update_fields=["pass_digest", "pass_made_at"])
    _told(locked, "pass", by=by)
    return made


@transaction.atomic
def use_pass(given: str, *, now: datetime) -> Subscriber | None:
    """Use a pass up and return whose it was; None for one that is nobody's, used, a week old or of an ended plan."""
    found = Subscriber.objects.of_pass(given, now).select_for_update(of=("self",)).first()
    if found is None:
        return None
    found.pass_digest = ""
    found.save(update_fields=["pass_digest"])
    _told(found, "sign-in", by=None)
    return found


@transaction.atomic
def sign_out_everywhere(subscriber: Subscriber, *, by: "User | None") -> None:
    """Sign every browser of a subscriber out, and end a pass that was not used."""
    Subscriber.objects.filter(pk=subscriber.pk).update(key=new_key(), pass_digest="")
    _told(subscriber, "sign-out", by=by)


def months_later(moment: datetime, months: int) -> datetime:
    """Return the same hour so many months later in the newsroom's zone; the month's last day where it is shorter."""
    local = moment.astimezone(WIB)
    years, month = divmod(local.month - 1 + months, 12)
    year = local.year + years
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(moment.tzinfo)


def _told(subscriber: Subscriber, verb: str, *, by: "User | None", reason: str = "") -> None:
    data = {"reason": reason, "plan": subscriber.plan_id, "until": subscriber.until.isoformat()}
    log(instance=subscriber, action=f"tajuk.{verb}-subscriber", user=by, data=data)


def _reason(reason: str) -> str:
    if not (said := one_line(reason)):
        raise SubscriptionNotPossible(_("A reason is required."))
    return said

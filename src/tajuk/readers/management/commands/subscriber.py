"""`tajuk subscriber`: add, renew, end, pass, list."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tajuk.common import clock
from tajuk.common.clock import WIB
from tajuk.readers import actions
from tajuk.readers.actions import SubscriptionNotPossible
from tajuk.readers.models import Plan, Subscriber

NOT_RIGHT, WRONG_CALL = 1, 2


class Command(BaseCommand):
    """Work on subscriptions: exit 1 where the subscription does not allow it, 2 for a wrong call."""

    help = "Make, renew, end and list subscriptions; make the links that sign subscribers in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        add = verbs.add_parser(
            "add", help="make a subscription, and print the link that signs its browser in"
        )
        add.add_argument("email", metavar="EMAIL")
        add.add_argument("--plan", required=True, metavar="SLUG", help="the plan, which says how many months")
        add.add_argument("--name", default="", help="the subscriber's name")
        renew = verbs.add_parser("renew", help="add the months of a plan")
        renew.add_argument("email", metavar="EMAIL")
        renew.add_argument("--plan", metavar="SLUG", help="another plan than before")
        end = verbs.add_parser("end", help="end a subscription at once, in every browser")
        end.add_argument("email", metavar="EMAIL")
        for verb in (add, renew, end):
            verb.add_argument("--reason", required=True, help="why, in one line")
        again = verbs.add_parser(
            "pass", help="print a new link that signs one browser in; the one before it ends"
        )
        again.add_argument("email", metavar="EMAIL")
        listed = verbs.add_parser("list", help="show the subscriptions that go on")
        listed.add_argument("--all", action="store_true", help="those that ended, too")
        listed.add_argument("--json", action="store_true", help="one JSON document a line")

    def handle(self, **options: Any) -> None:
        """Do what the verb says."""
        try:
            getattr(self, f"_{options['verb']}")(options)
        except SubscriptionNotPossible as refusal:
            raise CommandError(str(refusal), returncode=NOT_RIGHT) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=WRONG_CALL) from None

    def _add(self, options: dict[str, Any]) -> None:
        made = actions.subscribe(
            options["email"], name=options["name"], plan=_plan(options["plan"]), reason=options["reason"],
            by=None, now=clock.now(),
        )  # fmt: skip
        self._tell(made)
        self._link(made)

    def _renew(self, options: dict[str, Any]) -> None:
        plan = _plan(options["plan"]) if options["plan"] else None
        found = _subscriber(options["email"])
        self._tell(actions.renew(found, plan=plan, reason=options["reason"], by=None, now=clock.now()))

    def _end(self, options: dict[str, Any]) -> None:
        found = _subscriber(options["email"])
        self._tell(actions.end(found, reason=options["reason"], by=None, now=clock.now()))

    def _pass(self, options: dict[str, Any]) -> None:
        self._link(_subscriber(options["email"]))

    def _list(self, options: dict[str, Any]) -> None:
        rows = Subscriber.objects.select_related("plan").order_by("until", "pk")
        for row in rows if options["all"] else rows.active(clock.now()):
            if options["json"]:
                told = {
                    "email": row.email, "name": row.name, "plan": row.plan.slug, "until": row.until.isoformat()
                }  # fmt: skip
                self.stdout.write(json.dumps(told, ensure_ascii=False))
            else:
                self._tell(row)

    def _tell(self, row: Subscriber) -> None:
        until = row.until.astimezone(WIB).isoformat(timespec="minutes")
        self.stdout.write(f"{row.email} {row.plan.slug} until {until}")

    def _link(self, row: Subscriber) -> None:
        made = actions.make_pass(row, by=None, now=clock.now())
        self.stdout.write(f"{settings.SITE_ADDRESS}/akun/masuk?pas={made}")


def _plan(slug: str) -> Plan:
    found: Plan | None = Plan.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"there is no plan {slug!r}", returncode=WRONG_CALL)
    return found


def _subscriber(email: str) -> Subscriber:
    found: Subscriber | None = Subscriber.objects.of_email(email).select_related("plan").first()
    if found is None:
        raise CommandError(f"there is no subscriber {email!r}", returncode=NOT_RIGHT)
    return found

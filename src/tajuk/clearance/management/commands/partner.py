"""`tajuk partner SLUG`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tajuk.clearance.actions import renew_token
from tajuk.clearance.models import Partner


class Command(BaseCommand):
    """Give a partner a token."""

    help = "Make a partner, or find it, and print a new token for the API; the old one ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the partner's short name")
        parser.add_argument("--name", help="the name the desk shows")
        parser.add_argument("--country", default="", help="ISO 3166 code of where it publishes")

    def handle(self, **options: Any) -> None:
        partner = Partner.objects.filter(slug=options["slug"]).first() or Partner(slug=options["slug"])
        partner.name = options["name"] or partner.name or options["slug"]
        partner.territory = options["country"].upper() or partner.territory
        try:
            partner.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from None
        partner.save()
        self.stdout.write(renew_token(partner))

"""`tajuk doctor`."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tajuk.press.diagnosis import FAULT, OK, diagnose


class Command(BaseCommand):
    """Check the installation."""

    help = "Check the installation, and say what to mend."
    # It looks at an installation that may be broken: nothing may stop it before it has spoken.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, **options: Any) -> None:
        findings = list(diagnose())
        for found in findings:
            if options["json"]:
                self.stdout.write(json.dumps(asdict(found)))
            else:
                mend = "" if found.state == OK else f" – {found.mend}"
                self.stdout.write(f"{found.state:8} {found.check}: {found.words}{mend}")
        faults = sum(found.state == FAULT for found in findings)
        if faults:
            raise CommandError(f"{faults} of {len(findings)} checks found a fault", returncode=1)

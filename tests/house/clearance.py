"""The gate's policies, uses and exits as the code has them; `make reference` writes them into the documents."""

import os
from typing import TYPE_CHECKING

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from tajuk.clearance.exits import Exit

PAGE = ROOT / "docs/explanation/clearance.md"
START, END = "<!-- clearance: written by `make reference` -->", "<!-- end of clearance -->"
USES = {
    "web": "the site: pages, lists, search, fragments, sitemaps",
    "syndication": "feeds and the API: machines that hand on",
    "newsletter": "newsletters",
    "preview": "of pictures: the sizes that others show with a link",
}


def table() -> str:
    """Return the tables of policies, uses and exits."""
    from tajuk.clearance import exits
    from tajuk.clearance.exits import Use
    from tajuk.clearance.policies import MEANING, Policy

    rows = [f"| `{policy}` | {MEANING[policy][0]} | {MEANING[policy][1]} |" for policy in Policy]
    parts = ["| policy | what it looks at | what leaves |", "| --- | --- | --- |", *rows, ""]
    parts += ["| use | what that is |", "| --- | --- |", *(f"| `{use}` | {USES[use]} |" for use in Use), ""]
    parts += ["| exit | shows | use | how it withdraws |", "| --- | --- | --- | --- |"]
    shown = [each for each in exits.registered() if not each.name.startswith("test-")]
    parts += [f"| `{e.name}` | {much(e)} | {e.use} | {e.withdraws} |" for e in shown]
    return "\n".join(parts)


def much(exit_: "Exit") -> str:
    """Return how much an exit shows, and to whom."""
    return exit_.shows.name.lower() + (", premium too, to subscribers" if exit_.to_subscribers else "")


def written() -> str:
    """Return the tables that stand in the document."""
    return PAGE.read_text(encoding="utf-8").split(START)[1].split(END)[0].strip()


def main() -> None:
    """Write the tables into the document."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tajuk.config.settings.test")
    django.setup()
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    PAGE.write_text(f"{before}{START}\n{table()}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()

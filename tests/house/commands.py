"""The list of `tajuk` commands as the code has it; `make reference` writes it into the documents."""

import argparse
import os
from collections.abc import Iterator

from tests.house.tree import ROOT

PAGE = ROOT / "docs/reference/commands.md"
START, END = "<!-- commands: written by `make reference` -->", "<!-- end of commands -->"
# Django gives these to every command.
ORDINARY = {
    "help",
    "version",
    "verbosity",
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
}


def parsers() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield each command's name and parser, subcommands included, as Django finds them in Tajuk's apps."""
    from django.core.management import get_commands, load_command_class

    for name, app in sorted(get_commands().items()):
        if str(app).startswith("tajuk."):
            yield from walk(name, load_command_class(app, name).create_parser("tajuk", name))


def walk(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield a parser, or those of its subcommands when it has some."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield name, parser
    for group in groups:
        for verb, sub in group.choices.items():
            helps = {choice.dest: choice.help for choice in group._choices_actions}
            sub.description = sub.description or helps.get(verb)
            yield from walk(f"{name} {verb}", sub)


def usage(parser: argparse.ArgumentParser) -> str:
    """Return the arguments of a command as they would be typed."""
    return " ".join(argument(action) for action in parser._actions if action.dest not in ORDINARY)


def argument(action: argparse.Action) -> str:
    """Return one argument as it would be typed."""
    word = str(action.metavar or action.dest.upper())
    value = f"{word}…" if action.nargs in ("+", "*") else word
    if not action.option_strings:
        return f"[{value}]" if action.nargs in ("?", "*") else value
    named = action.option_strings[-1] + ("" if action.nargs == 0 else f" {value}")
    return named if action.required else f"[{named}]"


def one_line(text: str) -> str:
    """Return a text without line breaks, fit for a table's cell."""
    return " ".join(text.split()).replace("|", "\\|")


def table() -> str:
    """Return the reference's table of commands."""
    rows = [
        f"| `tajuk {one_line(f'{name} {usage(parser)}')}` | {one_line(parser.description or '')} |"
        for name, parser in parsers()
    ]
    return "\n".join(["| command | what it does |", "| --- | --- |", *rows])


def written() -> str:
    """Return the table that stands in the reference."""
    return PAGE.read_text(encoding="utf-8").split(START)[1].split(END)[0].strip()


def main() -> None:
    """Write the table into the reference."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tajuk.config.settings.test")
    django.setup()
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    PAGE.write_text(f"{before}{START}\n{table()}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()

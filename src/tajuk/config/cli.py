"""The `tajuk` command: a few verbs of its own, every other one is a management command."""

import gc
import os
import sys
from pathlib import Path

from tajuk.config.env import BadSetting, data_dir
from tajuk.config.ports import port_file

USAGE = """\
tajuk <verb> [options]

  up                          run the site, the desk, the press and the wires in one process
  demo                        the same, with a demo newsroom to try
  read FILE…                  print what the desk would see of a wire file or page, as ninjs
  wires fetch|receive         poll the sources; file something into the newsroom
  markets fetch|show          poll the quote providers; show the market bar
  press status|bake|verify    the plates: what waits, bake, compare with the database
  edge block|unblock|list     answer an address with a notice, at once; edge reconcile
  edge mirror                 keep whole pages as plain files too, for when Tajuk is down
  kill|hold|release|correct   the emergency verbs
  doctor                      check the installation
  <any other>                 a Django or Wagtail command: `tajuk help` lists them

  --data DIR                  the folder that holds the newsroom
  --settings MODULE           the settings, instead of tajuk.config.settings.base
"""

_TAKES_OFF = {"kill", "hold", "block"}


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; return 0 when done, 1 when what was asked about is not right, 2 for a wrong call."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _take_options(arguments)
        return _run(arguments)
    except BadSetting as error:
        sys.stderr.write(f"tajuk: {error}\n")
        return 2
    except BrokenPipeError:
        # Who reads our output has seen enough; nothing more can be said on it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _take_options(arguments: list[str]) -> None:
    """Take `--data` and `--settings` out of the arguments and set them, before Django looks at either."""
    for option, variable in (("--data", "TAJUK_DATA"), ("--settings", "DJANGO_SETTINGS_MODULE")):
        for place, argument in enumerate(arguments):
            if argument == "--":
                break
            if argument == option or argument.startswith(option + "="):
                name, joined, value = argument.partition("=")
                if not joined:
                    value = arguments.pop(place + 1) if place + 1 < len(arguments) else ""
                if not value:
                    raise BadSetting(f"{name} needs a value")
                os.environ[variable] = str(Path(value).absolute()) if option == "--data" else value
                del arguments[place]
                break
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tajuk.config.settings.base")
    if not {"up", "demo"}.intersection(arguments[:1]):
        _take_port()


def _take_port() -> None:
    """Take the port that `tajuk up` last served this data folder at: pages that are baked here name it."""
    try:
        port = port_file(data_dir()).read_text().strip()
    except OSError:
        return
    if port.isdigit():
        os.environ.setdefault("TAJUK_PORT", port)


def _run(arguments: list[str]) -> int:
    match arguments:
        case []:
            sys.stderr.write(USAGE)
            return 2
        case ["-h" | "--help"]:
            sys.stdout.write(USAGE)
            return 0
        case ["--version"]:
            from tajuk import __version__

            sys.stdout.write(f"tajuk {__version__}\n")
            return 0
        case ["read", *rest]:
            from tajuk.wires.read import main as read

            return read(rest)
        case ["edge", "reconcile", *rest]:
            arguments = ["reconcile", *rest]
        case ["edge", *rest]:
            from tajuk.edge.verbs import main as edge

            return edge(rest, folder=data_dir() / "plates")
        case ["up" | "demo" as verb, *rest]:
            return _up(verb, rest)
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    # Next to nothing of what is loaded can be freed: looking for it is a tenth of the time to start.
    gc.set_threshold(100_000, 20, 50)
    try:
        execute_from_command_line(["tajuk", *arguments])
    except OperationalError as error:
        if "--traceback" in arguments:
            raise
        line = " ".join(str(error).split())
        advice = (
            "; `tajuk edge block PATH` takes an address off without it" if arguments[0] in _TAKES_OFF else ""
        )
        sys.stderr.write(f"tajuk: the database does not answer ({line}){advice}\n")
        return 1
    return 0


def _up(verb: str, arguments: list[str]) -> int:
    from tajuk.config import up

    options = up.parser(f"tajuk {verb}").parse_args(arguments)
    os.environ["TAJUK_PORT"] = str(options.port)
    return up.run(host=options.host, port=options.port, workers=options.workers, demo=verb == "demo")

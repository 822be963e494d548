"""Say where the time goes: the functions that cost most in a run of their own, with the product stopped."""

import cProfile
import json
import pstats
import subprocess
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import TypeVar

from tajuk.bench.newsrooms import Newsroom

T = TypeVar("T")
TOP = 14
_PATIENCE = 60.0
_TURNS = 6


def profile_of(newsroom: Newsroom, what: str) -> list[str]:
    """Return the costliest functions of `publish` (a story and all it touches) or `bake` (articles), a line each."""
    done = subprocess.run(
        [sys.executable, "-m", "tajuk.bench.profiles", what],
        env=newsroom.variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return [f"no profile: {done.stderr.strip()[-300:]}"]
    lines: list[str] = json.loads(done.stdout)
    return lines


def top(profile: cProfile.Profile, *, count: int, each: str) -> list[str]:
    """Return the functions with most time of their own, and the outer ones of ours by time in all."""
    stats = pstats.Stats(profile)
    table = stats.stats  # type: ignore[attr-defined]  # typeshed does not name it
    whole = sum(row[2] for row in table.values())
    lines = [f"{whole / count * 1e3:.1f} ms {each}, under the profiler"]
    ours = sorted(
        (
            (row[3], place)
            for place, row in table.items()
            if "/tajuk/" in place[0] and "/bench/" not in place[0]
        ),
        reverse=True,
    )
    own = sorted(((row[2], place) for place, row in table.items()), reverse=True)
    lines += [f"{total / whole:5.1%} in all: {_shown(place)}" for total, place in ours[:TOP]]
    lines += [f"{spent / whole:5.1%} itself: {_shown(place)}" for spent, place in own[:TOP]]
    return lines


def _shown(place: tuple[str, int, str]) -> str:
    path, line, name = place
    parts = Path(path).parts
    home = next(
        (parts[n + 1 :] for n in range(len(parts) - 1, -1, -1) if parts[n] in {"src", "site-packages"}), None
    )
    return f"{'/'.join(home or parts[-2:])}:{line} {name}" if line else name


def _publish() -> list[str]:
    from tajuk.bench import writer
    from tajuk.press.worker import Worker

    worker = Worker()
    drafts = [writer.draft(90_000 + n, word="profil")["id"] for n in range(10)]
    end = time.monotonic() + _PATIENCE
    while worker.turn() and time.monotonic() < end:
        pass

    def one(pk: int) -> None:
        writer.publish(pk)
        for _ in range(_TURNS):
            if not worker.turn():
                break

    return _profiled(one, drafts, each="a story, published and baked")


def _bake() -> list[str]:
    from django.core.management import call_command

    from tajuk.bench import writer

    paths = writer.addresses(150, skip=5_000)["paths"]
    call_command("press", "bake", *paths[:20], stdout=StringIO(), stderr=StringIO())
    profile = cProfile.Profile()
    profile.enable()
    call_command("press", "bake", *paths[20:], stdout=StringIO(), stderr=StringIO())
    profile.disable()
    return top(profile, count=len(paths) - 20, each="a page")


def _profiled(act: Callable[[T], object], things: list[T], *, each: str) -> list[str]:
    for thing in things[:2]:
        act(thing)
    profile = cProfile.Profile()
    profile.enable()
    for thing in things[2:]:
        act(thing)
    profile.disable()
    return top(profile, count=len(things) - 2, each=each)


if __name__ == "__main__":
    import django

    django.setup()
    json.dump({"publish": _publish, "bake": _bake}[sys.argv[1]](), sys.stdout)

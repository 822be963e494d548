"""Plain Wagtail: a small honest paper with the same article, as it is and with wagtail-cache."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from tajuk.bench.peers.contract import FILES, NotHad, Served, Subject, Tell, fresh, python
from tajuk.bench.processes import Server, free_port, listens, running

_CACHE = "wagtail-cache>=2.5,<4"


class Wagtail:
    """Wagtail under Granian's WSGI with one blocking thread, which was its fastest server here."""

    @contextmanager
    def serving(self, subject: Subject, tell: Tell) -> Iterator[list[Served]]:
        """Serve the article uncached, and out of wagtail-cache in local memory, both with gzip."""
        folder = fresh(subject.work / "wagtail")
        path = make(folder, subject)
        with ExitStack() as stack:
            served = [_served(stack, folder, path, "Wagtail, uncached")]
            try:
                cache = python([_CACHE], subject.work / "wagtail-cache", tell)
            except NotHad as error:
                tell(f"without wagtail-cache: {error}")
            else:
                served.append(_served(stack, folder, path, "Wagtail with wagtail-cache, gzip", cache=cache))
            yield served


def make(folder: Path, subject: Subject) -> str:
    """Make the paper in a folder and return the article's path."""
    for file in (FILES / "wagtail").rglob("*"):
        if file.is_file():
            target = folder / str(file.relative_to(FILES / "wagtail")).removesuffix(".txt")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    done = subprocess.run(
        [sys.executable, "fill.py"],
        cwd=folder,
        env=_environment(folder),
        input=json.dumps(asdict(subject.copy)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotHad(f"the Wagtail paper was not made: {done.stderr.strip()[-400:]}")
    return done.stdout.strip().splitlines()[-1]


def _served(stack: ExitStack, folder: Path, path: str, name: str, *, cache: Path | None = None) -> Served:
    port = free_port()
    server = stack.enter_context(_run(folder, port, cache))
    return Served(name, f"http://127.0.0.1:{port}{path}", server.pids)


@contextmanager
def _run(folder: Path, port: int, cache: Path | None) -> Iterator[Server]:
    command = [
        *(
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--workers",
            "1",
            "--blocking-threads",
            "1",
        ),
        *(
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--no-ws",
            "--log-level",
            "error",
            "application:application",
        ),
    ]
    with running(command, folder, lambda: listens(port), environment=_environment(folder, cache)) as server:
        yield server


def _environment(folder: Path, cache: Path | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TAJUK_"))}
    paths = [str(folder), *([str(cache)] if cache else [])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "PAPER_CACHED": "1" if cache else "0"}

"""Faults at the press, made for real: a worker in a process of its own that is killed, starved of disk, or lied to.

`python -m tests.pressing SCENARIO …` works on the newsroom of `TAJUK_DATA` and prints what it saw as JSON. Workers are
forked from one process that has Django loaded, so that hundreds can be killed in a minute; a reader looks at the plates
through the edge all the while.
"""

import contextlib
import ctypes
import json
import logging
import os
import random
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  (models need the set-up)
from django.db import connections  # noqa: E402

from tajuk.articles.models import Article  # noqa: E402
from tajuk.common import clock  # noqa: E402
from tajuk.edge.answer import Edge  # noqa: E402
from tajuk.edge.store import PlateStore  # noqa: E402
from tajuk.press import queries  # noqa: E402
from tajuk.press.bake import bake_together, store  # noqa: E402
from tajuk.press.models import OutboxEntry, PlateRecord  # noqa: E402
from tajuk.press.worker import Worker  # noqa: E402
from tests.paper import LONG, Paper, paragraphs  # noqa: E402

LISTS = ("/", "/makro/", "/terbaru/", "/rss.xml")
LINK = re.compile(r"/(?:investasi|makro|energi)/[a-z0-9-]+-\d+(?=[\"'<?#\s])")
RENAMES, FSYNCS = "rename,renameat,renameat2", "fsync"
WRITES = "write,writev"
_PTRACER, _ANYBODY = 0x59616D61, ctypes.c_ulong(-1)

Seen = dict[str, Any]


def plates() -> Path:
    """Return the folder of the plates."""
    return Path(settings.DATA) / "plates"


class Marked:
    """A story whose headline counts its versions, so that pages can be compared."""

    def __init__(self) -> None:
        """Publish its first version."""
        self.version = 1
        paper = Paper(clock.now())
        self.article = paper.write(
            "penanda", "Penanda versi0001", paragraphs(LONG, LONG), minutes=0, slug="penanda"
        )
        self.path = self.article.get_absolute_url()

    def change(self) -> None:
        """Publish the next version."""
        self.version += 1
        article = Article.objects.get(pk=self.article.pk)
        article.headline = f"Penanda versi{self.version:04}"
        article.save_revision().publish()


def write_another(number: int) -> str:
    """Publish another story; return its address."""
    made = Paper(clock.now()).write("lain", f"Berita baru nomor {number}", paragraphs(LONG, LONG), minutes=0)
    return made.get_absolute_url()


def apart(work: Callable[[], object]) -> bool:
    """Do something in a process of its own, so that no thread of it is missing in those that are forked later."""
    connections.close_all()
    pid = os.fork()
    if not pid:
        done = False
        try:
            done = bool(work())
        finally:
            os._exit(0 if done else 1)
    return os.waitpid(pid, 0)[1] == 0


def settle(seconds: float = 60) -> bool:
    """Work until nothing waits, also what is tried again later; say whether that was reached in time."""
    return apart(lambda: _settle(seconds))


def _settle(seconds: float) -> bool:
    """Work here until nothing waits, also what is tried again later; say whether that was reached in time."""
    worker, end = Worker(), time.monotonic() + seconds
    while time.monotonic() < end:
        while worker.turn() or worker.catch_up_with_edition():
            pass
        if not OutboxEntry.objects.waiting().exists():
            return True
        time.sleep(0.1)
    return False


def prepare() -> Marked:
    """Bake the lists and all that they name, so that from now on each has its plate."""
    marked = Marked()
    stories = [row.get_absolute_url() for row in Article.objects.filter(live=True)]
    apart(lambda: bake_together(dict.fromkeys((*LISTS, *stories))))
    assert settle()
    return marked


class _Told(Worker):
    """A worker that says when it is ready to work."""

    def __init__(self, say: int) -> None:
        super().__init__()
        self._say = say

    def turn(self) -> int:
        if self._say >= 0:
            os.close(self._say)  # not written to: every write may be refused
            self._say = -1
        return super().turn()


class _Log(logging.Handler):
    """Keeps what is told where a refused `write` does not reach: it would refuse the alarm as well."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file, self._end = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), 0

    def emit(self, record: logging.LogRecord) -> None:
        self._end += os.pwrite(self._file, f"{self.format(record)}\n".encode(), self._end)


class Forked:
    """A worker in a process of its own."""

    def __init__(self, *, log: Path | None = None) -> None:
        """Fork it; it begins when it is let go."""
        connections.close_all()
        go, self._go = os.pipe()
        self._ready, ready = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            with contextlib.suppress(BaseException):
                # Whoever traces it need not be its parent (Yama's ptrace_scope).
                ctypes.CDLL(None).prctl(_PTRACER, _ANYBODY, 0, 0, 0)
                os.close(self._go)
                if log:
                    logging.getLogger("tajuk").addHandler(_Log(log))
                os.read(go, 1)
                _Told(ready).run(threading.Event())
            os._exit(1)
        os.close(go)
        os.close(ready)

    def let_go(self) -> None:
        """Let it begin, and wait until it is ready to work."""
        os.write(self._go, b"!")
        select.select([self._ready], [], [], 30)
        os.close(self._ready)
        os.close(self._go)

    def runs(self) -> bool:
        """Tell whether it still runs."""
        return os.waitpid(self.pid, os.WNOHANG)[0] == 0

    def kill(self) -> None:
        """End it as a power cut would."""
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


@contextmanager
def reader(marked: Marked, *, follows: bool = True) -> Iterator[Path]:
    """Have a process of its own read lists and follow them, until the block ends; give where it notes what is wrong."""
    notes = Path(settings.DATA) / "reader.json"
    notes.unlink(missing_ok=True)
    connections.close_all()
    pid = os.fork()
    if not pid:
        try:
            _read(marked.path, notes, follows=follows)
        finally:
            os._exit(0)
    try:
        yield notes
    finally:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)


def _read(marked: str, notes: Path, *, follows: bool) -> None:
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(1))
    edge, wrong, rounds, newest = Edge(PlateStore(plates())), [], 0, 0
    while not stopping and len(wrong) < 20:
        rounds += 1
        for path in LISTS:
            body = _page(edge, path, wrong)
            for link in sorted(set(LINK.findall(body))) if follows else ():
                _page(edge, link, wrong)
            # What a list says, the story's own page says by then.
            listed, own = _version(body), _version(_page(edge, marked, wrong))
            if own < max(listed, newest):
                wrong.append(f"{path} has version {listed} and the story {own}, which was {newest}")
            newest = max(newest, own)
    notes.write_text(json.dumps({"rounds": rounds, "wrong": wrong}))


def _page(edge: Edge, path: str, wrong: list[str]) -> str:
    answer = edge.answer("GET", path, "", {})
    if answer is None or answer.status != 200:
        wrong.append(f"{path}: {answer.status if answer else 'no plate'}")
        return ""
    text = answer.body.decode()
    if not text.rstrip().endswith(("</html>", "</rss>")):
        wrong.append(f"{path} ends in {text[-30:]!r}")
    return text


def _version(text: str) -> int:
    return max((int(found) for found in re.findall(r"versi(\d{4})", text)), default=0)


def state(marked: Marked, others: Iterable[str] = ()) -> Seen:
    """Return what the pages show now, which plates are wrong, what waits, and what was left behind.

    Compared with what would be made now are the lists and what shows the marked story or one of `others`: which of two
    equally near stories another page names first moves with the archive, and no page is made again for that.
    """
    edge: Edge = Edge(PlateStore(plates()))
    wrong: list[str] = []
    files = [path for path in plates().rglob("*") if path.is_file()]
    keys = [f"articles.article:{path.rpartition('-')[2]}" for path in (marked.path, *others)]
    concerned = {*LISTS, *PlateRecord.objects.depending_on(keys).values_list("path", flat=True)}
    return {
        "published": marked.version,
        "versions": {path: _version(_page(edge, path, wrong)) for path in (marked.path, *LISTS)},
        "wrong": wrong,
        "differ": [
            f"{each.address} {each.what}"
            for each in queries.differences()
            if each is not None and each.address in concerned and "stale" not in each.what
        ],
        "waiting": OutboxEntry.objects.waiting().count(),
        "empty": [path.name for path in files if path.suffix == ".plate" and not path.stat().st_size],
        "left": [path.name for path in files if path.name.startswith(".new-")],
    }


def kill_loop(count: int, seed: int) -> Seen:
    """Kill a worker at any moment, `count` times, while stories are published; then let one finish."""
    marked, chance = prepare(), random.Random(seed)
    at: Counter[str] = Counter()
    paths = []
    with reader(marked) as notes:
        for number in range(count):
            worker = Forked()
            worker.let_go()
            marked.change()
            # A few: the lists that are compared have room for so many beside the story that counts.
            if number % max(3, count // 7) == 0:
                paths.append(write_another(number))
            time.sleep(chance.uniform(0.0, 0.4) ** 1.5)
            worker.kill()
            at["at work" if OutboxEntry.objects.waiting().exists() else "at rest"] += 1
        connections.close_all()
        last = Forked()
        last.let_go()
        end = time.monotonic() + 60
        while OutboxEntry.objects.waiting().exists() and time.monotonic() < end:
            time.sleep(0.05)
        last.kill()
        store().sweep()
        time.sleep(0.3)
    seen = json.loads(notes.read_text())
    edge, missing = Edge(PlateStore(plates())), list[str]()
    for path in paths:
        _page(edge, path, missing)
    return {**state(marked, paths), "reader": seen, "killed": dict(at), "missing": missing}


def kill_publishers(count: int, seed: int) -> Seen:
    """Kill whoever publishes at any moment, `count` times: a story is out with its changes entered, or not at all."""
    marked, chance = prepare(), random.Random(seed)
    torn, done = [], 0
    for _ in range(count):
        before = OutboxEntry.objects.waiting().count()
        headline = Article.objects.get(pk=marked.article.pk).headline
        connections.close_all()
        pid = os.fork()
        if not pid:
            with contextlib.suppress(BaseException):
                marked.change()
            os._exit(0)
        marked.version += 1
        time.sleep(chance.uniform(0.0, 0.25))
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        changed = Article.objects.get(pk=marked.article.pk).headline != headline
        entered = OutboxEntry.objects.waiting().count() != before
        done += changed
        if changed != entered:
            torn.append(f"changed: {changed}, entered: {entered}")
        settle()
    article = Article.objects.get(pk=marked.article.pk)
    marked.version = int(article.headline[-4:])
    return {**state(marked), "torn": torn, "done": done, "killed": count}


@contextmanager
def traced(pid: int, *injections: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Have strace put these faults into the system calls of a process while the block lasts."""
    calls = ",".join(injection.partition(":")[0] for injection in injections)
    command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={calls}"]
    for injection in injections:
        command += ["-e", f"inject={injection}"]
    process = subprocess.Popen([*command, "-p", str(pid)], stdin=subprocess.DEVNULL)
    end = time.monotonic() + 15
    status = Path(f"/proc/{pid}/status")
    while "TracerPid:\t0" in status.read_text():
        assert process.poll() is None and time.monotonic() < end, "strace did not attach"
        time.sleep(0.01)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(15)


def kill_at(call: str, times: int) -> Seen:
    """Kill a worker right at a thread's first or second call of a kind, in turn; each time let one finish."""
    marked, died = prepare(), []
    with reader(marked) as notes:
        for number in range(times):
            worker = Forked()
            with traced(worker.pid, f"{call}:signal=KILL:when={1 + number % 2}"):
                worker.let_go()
                marked.change()
                end = time.monotonic() + 10
                while worker.runs() and time.monotonic() < end:
                    time.sleep(0.01)
            died.append(time.monotonic() < end)
            worker.kill()
            settle()
        store().sweep()
        time.sleep(0.3)
    return {**state(marked), "reader": json.loads(notes.read_text()), "died": died}


def refuse(call: str, error: str, when: str) -> Seen:
    """Have the disk refuse a kind of call, publish, look at what stands; then let the disk work again."""
    marked = prepare()
    log = Path(settings.DATA) / "refused.log"
    old = store().read(marked.path)
    assert old is not None
    worker = Forked(log=log)
    # A page that the disk refuses has no plate: its readers go on to Django, and no list waits for it.
    with reader(marked, follows=False) as notes:
        with traced(worker.pid, f"{call}:error={error}:when={when}"):
            worker.let_go()
            marked.change()
            path = write_another(1)
            end = time.monotonic() + 20
            while (
                not OutboxEntry.objects.failing().filter(name=marked.path).exists() and time.monotonic() < end
            ):
                time.sleep(0.02)
            stored, status = store().read(marked.path), queries.status()
            refused = {
                "whole": stored is not None,
                "old": stored is not None and stored.plate.digest == old.plate.digest,
                "failing": [[each.address, each.attempts, each.error] for each in status.failing],
                **state_of_files(),
            }
        end = time.monotonic() + 40
        while OutboxEntry.objects.waiting().exists() and time.monotonic() < end:
            time.sleep(0.05)
        worker.kill()
        time.sleep(0.3)
    wrong: list[str] = []
    _page(Edge(PlateStore(plates())), path, wrong)
    alarms = [line for line in log.read_text().splitlines() if "was not baked" in line]
    seen = json.loads(notes.read_text())
    return {**state(marked), "refused": refused, "alarms": alarms, "missing": wrong, "reader": seen}


def state_of_files() -> Seen:
    """Return the files that should not be there: empty plates."""
    return {"empty": [path.name for path in plates().rglob("*.plate") if not path.stat().st_size]}


def fill_disk(folder: str) -> Seen:
    """Publish while the file system that holds the plates has no room left, then make room."""
    marked = prepare()
    old = store().read(marked.path)
    assert old is not None
    ballast = Path(folder) / "pemberat"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4_096)
    marked.change()
    apart(_turns)
    stored = store().read(marked.path)
    refused = {
        "old": stored is not None and stored.plate.digest == old.plate.digest,
        "failing": [[each.address, each.attempts, each.error] for each in queries.status().failing],
        "left": [path.name for path in plates().rglob(".new-*")],
        **state_of_files(),
    }
    ballast.unlink()
    return {"settled": settle(), **state(marked), "refused": refused}


def _turns() -> None:
    worker = Worker()
    while worker.turn():
        pass


def main(scenario: str, *arguments: str) -> Seen:
    """Run a scenario."""
    match scenario:
        case "kill-loop":
            return kill_loop(int(arguments[0]), int(arguments[1]))
        case "kill-publishers":
            return kill_publishers(int(arguments[0]), int(arguments[1]))
        case "kill-at":
            return kill_at(arguments[0], int(arguments[1]))
        case "refuse":
            return refuse(*arguments)
        case "fill-disk":
            return fill_disk(arguments[0])
    raise SystemExit(f"no scenario {scenario}")


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:]), sys.stdout)

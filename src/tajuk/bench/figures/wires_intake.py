"""How long a wire takes from an agency's push to the desk's list, with a million of them stored."""

import http.client
import threading
import time
from pathlib import Path

from tajuk.bench import newsrooms, wires_stored
from tajuk.bench.newsrooms import Newsroom, Running
from tajuk.bench.orders import Hand, taking_orders
from tajuk.bench.processes import cpu_seconds
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Verdict, percentile

RECENT = 100_000
PER_SECOND, SECONDS = 50, 30.0
P99, OPENED, TAKEN = 500.0, 100.0, 10.0
_PATIENCE = 30.0
_SENDERS = 3
_COPIED = 20
_ALONE = 200


def measure(figure: Figure, options: Options) -> None:
    """Add what intake and list cost to the figure."""
    newsroom = Newsroom((options.work / f"newsroom-wires-{options.wires}").absolute())
    newsroom.data.mkdir(parents=True, exist_ok=True)
    with taking_orders("tajuk.bench.wires_newsroom", newsroom) as helper:
        options.tell(f"storing {options.wires:,} wires")
        ready = helper.ask("prepare", items=options.wires, recent=min(RECENT, options.wires))
        options.tell(f"{ready['made']:,} wires stored with {ready['cpu']:.0f} s of CPU")
        _list(figure, helper, options)
        _alone(figure, helper, options)
        with newsrooms.up(newsroom) as product:
            newsrooms.settled(product)
            _pushed(figure, helper, product, ready["token"], options)


def _list(figure: Figure, helper: Hand, options: Options) -> None:
    opened = helper.ask("open", rounds=max(5, options.rounds * 3))["milliseconds"]
    table = Table(
        f"The list of {options.wires:,} wires, its first screen, milliseconds", ("narrowed by", "median")
    )
    table.rows += [(name, round(value, 1)) for name, value in opened.items()]
    figure.tables.append(table)
    figure.verdicts.append(Verdict("the list opens, slowest filter", max(opened.values()), OPENED, "ms"))


def _alone(figure: Figure, helper: Hand, options: Options) -> None:
    cost = helper.ask("cost", count=_ALONE)
    table = Table(
        f"CPU milliseconds an item, one after the other, {RECENT:,} of the stored ones of the last two days",
        ("step", "mean", "median", "p99"),
    )
    table.rows += [
        (name, *(round(each[part], 1) for part in ("mean", "median", "p99"))) for name, each in cost.items()
    ]
    figure.tables.append(table)
    figure.verdicts.append(Verdict("CPU to take in an item", cost["all of it"]["mean"], TAKEN, "ms"))
    figure.verdicts.append(Verdict("CPU to find its event", cost["its event"]["mean"], 20.0, "ms"))


def _pushed(figure: Figure, helper: Hand, product: Running, token: str, options: Options) -> None:
    options.tell(f"pushing {PER_SECOND} wires a second for {SECONDS:.0f} s")
    newest = helper.ask("newest")["pk"]
    pushing = Pushing(product, token)
    helper.send("watch", count=pushing.count, after=newest, seconds=SECONDS + _PATIENCE)
    cpu = cpu_seconds(product.server.pids())
    pushing.run()
    cpu = cpu_seconds(product.server.pids()) - cpu
    seen = helper.read()["seen"]
    table = Table(
        f"Milliseconds from the push to the list's data, {PER_SECOND} wires a second for {SECONDS:.0f} s, SQLite",
        ("way", "wires", "seen", "p50", "p99", "slowest"),
    )
    figure.tables.append(table)
    for way in ("watched folder", "webhook"):
        sent = pushing.sent[way]
        taken = [(seen[guid] - at) * 1e3 for guid, at in sent.items() if guid in seen]
        parts = [round(percentile(taken, share)) for share in (0.5, 0.99, 1.0)] if taken else [None] * 3
        table.rows.append((way, len(sent), len(taken), *parts))
        reached = percentile(taken, 0.99) if len(taken) == len(sent) else None
        figure.verdicts.append(Verdict(f"{way} to list, p99", reached, P99, "ms"))
    figure.notes.append(
        f"Whole product: {cpu / pushing.count * 1e3:.1f} ms of CPU an item pushed; {pushing.failed} were not taken."
    )


class Pushing:
    """Made wires on their way in: half as files that are moved into the folder, half to the webhook."""

    def __init__(self, product: Running, token: str) -> None:
        """Write the wires beforehand."""
        self.count = int(PER_SECOND * SECONDS)
        self.sent: dict[str, dict[str, float]] = {"watched folder": {}, "webhook": {}}
        self.failed = 0
        self._port, self._token = product.port, token
        self._folder = product.newsroom.data / "intake" / "bench-folder"
        self._folder.mkdir(parents=True, exist_ok=True)
        writer, first = wires_stored.Writer(), time.time_ns() // 10**6
        self._wires = []
        for number in range(first, first + self.count):
            # One in twenty says what another said before, under an id of its own.
            said = number - 7 if number % _COPIED == 0 else number
            guid = f"urn:x-bench:{number}"
            self._wires.append((guid, wires_stored.document(writer.wire(said, paragraphs=6), guid)))

    def run(self) -> None:
        """Push them at their pace."""
        began = time.monotonic()
        senders = [threading.Thread(target=self._file, args=(began,))]
        senders += [threading.Thread(target=self._post, args=(began, place)) for place in range(_SENDERS)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()

    def _file(self, began: float) -> None:
        for place in range(0, self.count, 2):
            guid, data = self._wires[place]
            unfinished: Path = self._folder / f".{place}.json"
            unfinished.write_bytes(data)
            _wait(began, place)
            self.sent["watched folder"][guid] = time.monotonic()
            unfinished.rename(self._folder / f"{guid.rpartition(':')[2]}.json")

    def _post(self, began: float, sender: int) -> None:
        client = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        for place in range(1 + 2 * sender, self.count, 2 * _SENDERS):
            guid, data = self._wires[place]
            _wait(began, place)
            self.sent["webhook"][guid] = time.monotonic()
            try:
                client.request("POST", "/api/v1/wires/bench-push", body=data, headers=headers)
                answer = client.getresponse()
                answer.read()
                self.failed += answer.status != http.client.ACCEPTED
            except (OSError, http.client.HTTPException):
                self.failed += 1
                client.close()


def _wait(began: float, place: int) -> None:
    time.sleep(max(0.0, began + place / PER_SECOND - time.monotonic()))

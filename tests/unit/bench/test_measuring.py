"""Figures are read, counted and written as they are: what is not reached says so."""

import json
import os
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from tajuk.bench import content, load, machine, plates, processes
from tajuk.bench.management.commands import bench
from tajuk.bench.newsrooms import NotMade
from tajuk.bench.page import page
from tajuk.bench.peers import hugo, nginx
from tajuk.bench.peers.contract import Served, Subject
from tajuk.bench.pieces import Piece
from tajuk.bench.results import Figure, Options, Table
from tajuk.bench.samples import Sample, Verdict, percentile
from tajuk.edge.answer import Edge
from tajuk.edge.plates import plate_of
from tajuk.edge.store import PlateStore

PRINTED = """Running 2s test @ http://127.0.0.1:1/
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.20ms    2.00ms  30.10ms   90.00%
    Req/Sec    10.00k     1.00k   12.00k    80.00%
  Latency Distribution
     50%    1.00ms
     99%  {p99}
  {requests} requests in 2.00s, 1.00MB read
{errors}Requests/sec:  10000.50
Transfer/sec:      0.50MB
"""


def test_what_wrk_prints_is_read_with_the_cost_of_a_request() -> None:
    loaded = load.read(PRINTED.format(p99="4.50ms", requests=20_000, errors=""), cpu=0.5)
    assert (loaded.rate, loaded.cpu, loaded.p99) == (10_000.5, 25.0, 4.5)


@pytest.mark.parametrize(
    ("shown", "milliseconds"), [("850.00us", 0.85), ("1.20s", 1_200.0), ("1.50m", 90_000.0)]
)
def test_units_of_wrk_are_read(shown: str, milliseconds: float) -> None:
    assert load.read(PRINTED.format(p99=shown, requests=10, errors=""), cpu=1).p99 == pytest.approx(
        milliseconds
    )


@pytest.mark.parametrize(
    "errors",
    ["  Non-2xx or 3xx responses: 300\n", "  Socket errors: connect 0, read 200, write 0, timeout 90\n"],
)
def test_load_that_is_answered_with_errors_is_no_figure(errors: str) -> None:
    with pytest.raises(load.LoadFailed, match="requests failed"):
        load.read(PRINTED.format(p99="4.50ms", requests=20_000, errors=errors), cpu=0.5)


@given(st.lists(st.floats(0, 1e6), min_size=1), st.sampled_from([0.5, 0.9, 0.99]))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)


def test_a_figure_that_is_missed_is_named_and_one_that_was_not_measured_is_no_success() -> None:
    figure = Figure("edge", "Edge")
    figure.tables.append(Table("CPU", ("served by", "CPU µs"), [("Tajuk | new", 12.345), ("nginx", None)]))
    figure.verdicts = [
        Verdict("quick enough", 1.5, 1.8, "×"),
        Verdict("small enough", 300.0, 250.0, "MB"),
        Verdict("never measured", None, 3.0, "×"),
        Verdict("many enough", 399.0, 400.0, "pages", at_most=False),
    ]
    figure.profiles["bake"] = ["90.0% in all: tajuk/press/bake.py:1 bake"]
    told = Piece(figure, machine.describe(), ("the machine is busy",)).as_json()
    again = Piece(Figure.from_json(json.loads(json.dumps(told))), told["machine"], tuple(told["warnings"]))
    assert again.as_json() == told
    text = page([again])
    assert "1 of 4 figures are reached." in text
    assert "- small enough: 300 MB (≤ 250 MB)" in text and "- many enough: 399 pages (≥ 400 pages)" in text
    assert "| never measured | – | ≤ 3 × | not measured |" in text
    assert "Tajuk \\| new" in text and "90.0% in all" in text and "**the machine is busy**" in text
    states = [verdict["is_reached"] for verdict in figure.as_json()["verdicts"]]
    assert states == [True, False, None, False]


def test_a_sample_gives_its_middle_and_its_spread() -> None:
    assert Sample("ms", [3.0, 1.0, 2.0]).as_json() == {
        "unit": "ms", "median": 2.0, "min": 1.0, "max": 3.0, "rounds": 3
    }  # fmt: skip
    assert Sample("ms").as_json() == {"unit": "ms", "rounds": 0}


def test_the_cost_of_a_process_and_its_children_is_counted() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(9_000_000))']); input()"
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    try:
        end = time.monotonic() + 20
        while processes.cpu_seconds(processes.family(process.pid)) < 0.1:
            assert time.monotonic() < end
            time.sleep(0.02)
        held = processes.memory(processes.family(process.pid))
        assert 1 < held.pss <= held.rss < 500
    finally:
        process.communicate(b"\n")


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('tidak mau')"]
    with (
        pytest.raises(processes.NotStarted, match="tidak mau"),
        processes.running(command, tmp_path, lambda: False),
    ):
        pass


def test_a_server_and_what_it_started_are_stopped(tmp_path: Path) -> None:
    code = "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
    with processes.running([sys.executable, "-c", code], tmp_path, lambda: True) as server:
        end = time.monotonic() + 10
        while len(server.pids()) < 2:
            assert time.monotonic() < end
            time.sleep(0.02)
        started = server.pids()
    time.sleep(0.1)
    assert [pid for pid in started if Path(f"/proc/{pid}/cmdline").exists() and _runs(pid)] == []


def _runs(pid: int) -> bool:
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def real_page() -> content.Page:
    """Return a page as the product has it: a shell, an article, fragments."""
    shell = b"<!doctype html><html><body>" + b"<p class='x'>isi</p>" * 900
    fragments = {
        "market-bar": b"<ul>bar</ul>" * 500,
        "latest": b"<ol>latest</ol>" * 100,
        "academy": b"<p>a</p>",
    }
    return content.Page((shell, "market-bar", shell, "latest", b"</body></html>", "academy"), fragments)


def test_the_page_that_is_compared_has_30_kb_two_fragments_and_no_torn_tag() -> None:
    cut = content.cut(real_page())
    assert len(cut.whole()) == content.SIZE
    assert [piece for piece in cut.pieces if isinstance(piece, str)] == list(content.LIVE)
    first, _, second, _, _ = cut.pieces
    assert isinstance(first, bytes) and isinstance(second, bytes)
    assert first.endswith(b">") and second.endswith(b">")


def test_tajuk_answers_with_the_page_that_its_peers_answer_with(tmp_path: Path) -> None:
    store = PlateStore(tmp_path)
    page = content.cut(real_page())
    for name, body in page.fragments.items():
        store.write(plate_of(f"/_/fragments/{name}", [body], kind="fragment"))
    content.keep(store, page, plate_of("/x", [b"x"], kind="article"))
    answer = Edge(store).answer("GET", content.ADDRESS, "", {})
    assert answer is not None and answer.body == page.whole()
    ticks = content.Ticks(tmp_path)
    ticks.tick()
    ticked = Edge(store).answer("GET", content.ADDRESS, "", {})
    assert ticked is not None and b"<!-- 00000001 -->" in ticked.body
    ticks.restore()
    again = Edge(store).answer("GET", content.ADDRESS, "", {})
    assert again is not None and again.body == page.whole()


def test_made_plates_are_whole_and_are_not_made_twice(tmp_path: Path) -> None:
    told: list[int] = []
    plates.make(tmp_path, 12, lambda done, of: told.append(done))
    plates.make(tmp_path, 20, lambda done, of: told.append(done))
    store = PlateStore(tmp_path)
    assert sorted(store.addresses()) == sorted(plates.address(number) for number in range(20))
    stored = store.read(plates.address(19))
    assert stored is not None and len(stored.plate.identity()) > 1_000


@pytest.mark.enable_socket
def test_peers_of_the_edge_answer_with_the_same_page(tmp_path: Path) -> None:
    from tajuk.bench.figures.edge import _warm

    subject = Subject(content.cut(real_page()), content.copy(), tmp_path)
    with nginx.Nginx().serving(subject, lambda line: None) as served:
        assert len(served) == 3
        for each in served:
            _warm(each)
        lying = Served("liar", served[0].url, served[0].pids, body=b"something else")
        with pytest.raises(NotMade, match="not the page"):
            _warm(lying)


def test_the_copy_that_peers_render_is_as_long_as_a_long_article() -> None:
    text = "".join(content.copy().paragraphs)
    assert 17_000 < len(text) < 22_000
    assert text == "".join(content.copy().paragraphs)
    assert json.dumps(hugo._QUOTES)


def run(*words: str, figures: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setattr(bench, "FIGURES", figures)
    monkeypatch.setattr(bench, "debian", lambda packages, tell: None)
    out, err = StringIO(), StringIO()
    call_command("bench", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def one(options: Options) -> Figure:
    return Figure("edge", "Edge", verdicts=[Verdict("x", float(options.rounds), 5, "×")])


def one_baked(options: Options) -> Figure:
    return Figure("bake", "Bake", verdicts=[Verdict("y", 2.0, 5, "×")])


def broken(options: Options) -> Figure:
    raise NotMade("no room")


def test_one_figure_is_printed_as_json_and_the_page_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    out, _ = run(
        "edge",
        "--json",
        "--rounds",
        "4",
        "--work",
        str(tmp_path),
        figures={"edge": one},
        monkeypatch=monkeypatch,
    )
    assert json.loads(out)["figures"][0]["verdicts"][0]["reached"] == 4
    assert not list((tmp_path / "docs" / "reference").iterdir())


def test_all_figures_make_the_page_and_one_that_fails_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    monkeypatch.setattr(os, "getloadavg", lambda: (9.0, 9.0, 9.0))
    _, err = run("--work", str(tmp_path), figures={"edge": one, "bake": broken}, monkeypatch=monkeypatch)
    written = (tmp_path / "docs" / "reference" / "benchmarks.md").read_text()
    assert "- bake: no room" in written and "the machine is busy" in written
    assert "WARNING: the machine is busy" in err


def test_the_page_is_written_of_what_was_measured_each_with_its_own_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    work = ("--work", str(tmp_path / "work"))
    figures: dict[str, object] = {"edge": one, "bake": broken}
    with pytest.raises(CommandError, match="nothing was measured"):
        run("--page", *work, figures=figures, monkeypatch=monkeypatch)
    with time_machine.travel("2026-02-03T04:05:06Z", tick=False):
        run("edge", "--rounds", "4", *work, figures=figures, monkeypatch=monkeypatch)
    with pytest.raises(CommandError, match="bake: no room"):
        run("bake", *work, figures=figures, monkeypatch=monkeypatch)
    # A run that fails at a figure leaves the older one where it is.
    with time_machine.travel("2026-03-04T05:06:07Z", tick=False):
        run(*work, figures={"edge": broken, "bake": one_baked}, monkeypatch=monkeypatch)
    run("--page", *work, figures=figures, monkeypatch=monkeypatch)
    written = (tmp_path / "docs" / "reference" / "benchmarks.md").read_text()
    assert "| x | 4 × | ≤ 5 × | yes |" in written
    assert written.index("Measured 2026-02-03T04:05:06") < written.index("Measured 2026-03-04T05:06:07")
    (tmp_path / "work" / "figures" / "bake.json").write_text("{")
    assert "Bake" not in run("--page", *work, figures=figures, monkeypatch=monkeypatch)[0]


@pytest.mark.parametrize("words", [("--database", "oracle"), ("--articles", "banyak")])
def test_options_that_mean_nothing_are_refused(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises((CommandError, SystemExit)):
        run("edge", *words, figures={"edge": one}, monkeypatch=monkeypatch)

"""Several nodes end up with the same plates, whatever order they hear of things in."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tajuk.edge.answer import Edge
from tajuk.edge.bucket import Bucket, BucketUnusable
from tajuk.edge.exchange import Exchange, one_process
from tajuk.edge.nodes import Node
from tajuk.edge.plates import Plate, plate_of
from tajuk.edge.store import PlateStore


class Machine:
    """A node with its plates."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self.plates = PlateStore(folder / "plates")
        self.exchange = Exchange(self.plates, Bucket(f"file://{shared}"))

    def turn(self) -> None:
        self.exchange.tell()
        self.exchange.hear()
        self.exchange.begin()

    def shows(self, address: str) -> bytes | None:
        stored = self.plates.read(address)
        return stored and stored.plate.identity()


@pytest.fixture
def two(tmp_path: Path) -> tuple[Machine, Machine]:
    made = Machine(tmp_path / "a", tmp_path / "shared"), Machine(tmp_path / "b", tmp_path / "shared")
    for machine in made:
        machine.turn()
    return made


def page(path: str, text: bytes, second: float, status: int = 200) -> Plate:
    return plate_of(path, [text], status=status, baked_at=f"2026-01-01T00:00:{second:06.3f}+00:00")


def test_what_one_bakes_and_drops_the_other_has_and_has_not(two: tuple[Machine, Machine]) -> None:
    a, b = two
    a.plates.write(page("/a", b"one", 1))
    a.turn(), b.turn()
    assert b.shows("/a") == b"one"
    a.plates.delete("/a")
    a.turn(), b.turn()
    assert b.shows("/a") is None
    b.plates.write(page("/a", b"two", 2))
    b.turn(), a.turn()
    assert a.shows("/a") is None, "begun before it was dropped: not shown again"
    b.turn()
    assert b.shows("/a") is None
    b.plates.write(plate_of("/a", [b"three"], baked_at="2099-01-01T00:00:00.000+00:00"))
    b.turn(), a.turn()
    assert a.shows("/a") == b"three"


def test_what_is_stale_on_one_is_stale_on_the_other_and_nobodys_fresh(two: tuple[Machine, Machine]) -> None:
    a, b = two
    a.plates.write(page("/a", b"one", 1))
    a.turn(), b.turn()
    a.plates.mark_stale("/a")
    a.turn(), b.turn()
    found = b.plates.read("/a")
    assert found is not None and found.stale
    b.plates.write(page("/a", b"one", 2))
    b.turn(), a.turn()
    found = a.plates.read("/a")
    assert found is not None and not found.stale


def test_the_later_bake_wins_even_when_it_is_told_first(two: tuple[Machine, Machine]) -> None:
    a, b = two
    b.plates.write(page("/a", b"later", 2))
    b.exchange.tell()
    a.plates.write(page("/a", b"earlier", 1))
    a.turn(), b.turn(), a.turn()
    assert a.shows("/a") == b.shows("/a") == b"later"


def test_a_block_holds_on_every_node(two: tuple[Machine, Machine]) -> None:
    a, b = two
    edge = Edge(b.plates)
    b.plates.write(page("/makro/emas-1", b"one", 1))
    assert edge.answer("GET", "/makro/emas-1", "", {}).status == 200  # type: ignore[union-attr]
    a.plates.block("*-1")
    a.turn(), b.turn()
    assert edge.answer("GET", "/makro/emas-1", "", {}).status == 410  # type: ignore[union-attr]
    b.plates.unblock("*-1")
    b.turn(), a.turn()
    assert a.plates.blocks() == []


def test_a_new_node_takes_over_what_there_is(two: tuple[Machine, Machine], tmp_path: Path) -> None:
    a, _ = two
    for number in range(30):
        a.plates.write(page(f"/{number}", b"%d" % number, 1))
    a.plates.delete("/7")
    a.plates.block("/8")
    a.turn()
    c = Machine(tmp_path / "c", tmp_path / "shared")
    c.turn()
    assert set(c.plates.addresses()) == {f"/{n}" for n in range(30) if n != 7}
    assert [block.address for block in c.plates.blocks()] == ["/8"]


def test_a_node_that_joins_brings_its_own_plates_and_blocks(
    two: tuple[Machine, Machine], tmp_path: Path
) -> None:
    a, _ = two
    a.plates.block("/8")
    a.turn()
    alone = PlateStore(tmp_path / "c" / "plates")
    alone.write(page("/a", b"one", 1))
    alone.block("/9")
    Machine(tmp_path / "c", tmp_path / "shared").turn()
    a.turn()
    assert a.shows("/a") == b"one"
    assert {block.address for block in a.plates.blocks()} == {"/8", "/9"}


def test_a_node_that_was_away_hears_everything_before_it_answers(tmp_path: Path) -> None:
    a, b = Machine(tmp_path / "a", tmp_path / "shared"), Machine(tmp_path / "b", tmp_path / "shared")
    a.turn(), b.turn()
    a.plates.write(page("/a", b"one", 1))
    a.turn(), b.turn()
    a.plates.write(page("/a", b"ditarik", 2, status=410))
    a.turn()
    assert Node(b.plates.folder, f"file://{tmp_path}/shared").catch_up()
    assert b.shows("/a") == b"ditarik"


def test_a_node_that_was_away_for_longer_than_the_logs_are_kept_begins_anew(tmp_path: Path) -> None:
    a, b = Machine(tmp_path / "a", tmp_path / "shared"), Machine(tmp_path / "b", tmp_path / "shared")
    a.turn(), b.turn()
    for number in range(3):
        a.plates.write(page(f"/{number}", b"one", 1))
        a.turn(), b.turn()
    a.plates.delete("/0")
    a.turn()
    bucket = Bucket(f"file://{tmp_path}/shared")
    bucket.delete(bucket.names(f"log/{a.exchange.place.node}/")[:-1])
    a.plates.write(page("/9", b"nine", 1))
    a.turn()
    Machine(tmp_path / "b", tmp_path / "shared").turn()
    assert sorted(b.plates.addresses()) == ["/1", "/2", "/9"]


def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    a, b = Machine(tmp_path / "a", tmp_path / "shared"), Machine(tmp_path / "b", tmp_path / "shared")
    a.turn(), b.turn()
    a.plates.write(page("/a", b"one", 1))
    again = Machine(tmp_path / "a", tmp_path / "shared")
    assert again.exchange.place.node == a.exchange.place.node
    again.turn(), b.turn()
    assert b.shows("/a") == b"one"


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from(["write", "drop", "turn"]), st.integers(0, 2)), max_size=25
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nodes_agree_in_the_end(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("nodes")
    pair = [Machine(folder / name, folder / "shared") for name in "ab"]
    for machine in pair:
        machine.turn()
    for second, (first, what, number) in enumerate(steps):
        machine = pair[first]
        if what == "write":
            machine.plates.write(plate_of(f"/{number}", [b"%d" % second], baked_at=f"20{50 + second}"))
        elif what == "drop":
            machine.plates.delete(f"/{number}")
        else:
            machine.turn()
    for _ in range(4):
        for machine in pair:
            machine.turn()
    for number in range(3):
        assert pair[0].shows(f"/{number}") == pair[1].shows(f"/{number}")


def test_nodes_that_run_tell_each_other_within_a_moment_without_redis(tmp_path: Path) -> None:
    stop, shared = threading.Event(), f"file://{tmp_path}/shared"
    stores = [PlateStore(tmp_path / name / "plates") for name in "ab"]
    threads = [threading.Thread(target=Node(store.folder, shared).run, args=(stop,)) for store in stores]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.3)
        stores[0].write(page("/a", b"one", 1))
        within(5, lambda: stores[1].read("/a") is not None)
        stores[1].delete("/a")
        within(5, lambda: stores[0].read("/a") is None)
        with one_process(stores[0].folder) as mine:
            assert not mine
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)


def within(seconds: float, true: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("address", ["", "http://x/y", "s3://", "file:///", "s3://b/p?strange=1"])
def test_an_address_that_names_no_storage_is_refused_in_one_line(address: str) -> None:
    with pytest.raises(BucketUnusable):
        Bucket(address)

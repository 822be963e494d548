"""The static mirror: whole pages, never more than the edge shows."""

import gzip
from pathlib import Path

import pytest

from tajuk.edge.keys import MANY, key_headers, token, tokens
from tajuk.edge.plates import Plate, plate_of
from tajuk.edge.store import PlateStore
from tajuk.edge.verbs import main

HTML = [("content-type", "text/html; charset=utf-8")]
WORDS = b"<p>" + b"Emas naik. " * 50


@pytest.fixture
def store(tmp_path: Path) -> PlateStore:
    made = PlateStore(tmp_path / "plates")
    made.mirror.folder.mkdir()
    return made


def page(path: str, *pieces: bytes | str, status: int = 200) -> Plate:
    return plate_of(path, pieces or [WORDS], status=status, headers=HTML)


def mirrored(store: PlateStore) -> dict[str, bytes]:
    files = [path for path in store.mirror.folder.rglob("*") if path.is_file()]
    return {path.relative_to(store.mirror.folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/makro/", "makro/index.html"),
        ("/makro/emas-naik-1", "makro/emas-naik-1.html"),
        ("/lite/makro/emas-naik-1", "lite/makro/emas-naik-1.html"),
        ("/penulis/é/", "penulis/é/index.html"),
    ],
)
def test_a_page_is_mirrored_plain_and_compressed(store: PlateStore, address: str, file: str) -> None:
    store.write(page(address))
    files = mirrored(store)
    assert files.keys() == {file, file + ".gz"}
    assert files[file] == gzip.decompress(files[file + ".gz"]) == WORDS
    store.delete(address)
    assert mirrored(store) == {}


def test_a_feed_keeps_its_name(store: PlateStore) -> None:
    store.write(plate_of("/rss.xml", [WORDS], headers=[("content-type", "application/rss+xml")]))
    assert mirrored(store).keys() == {"rss.xml", "rss.xml.gz"}


@pytest.mark.parametrize(
    "address",
    [
        "/terbaru/?page=2", "/_/fragments/bar", "/../secret", "/a/../b", "/.git", "/a//b", "/a\\b", "/a\x00b",
        "/a\nb", "/-/live", "/" + "a" * 300,
    ],
)  # fmt: skip
def test_what_has_no_place_is_not_mirrored(store: PlateStore, address: str) -> None:
    store.write(page(address))
    assert mirrored(store) == {}
    assert not (store.mirror.folder.parent / "secret").exists()


def test_what_is_withdrawn_is_gone_from_the_mirror(store: PlateStore) -> None:
    store.write(page("/makro/emas-1"))
    store.write(page("/makro/emas-1", b"ditarik" * 100, status=410))
    assert mirrored(store) == {}


def test_the_mirror_is_clean_before_the_edge_is(store: PlateStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies in between leaves no story in the mirror that is gone at the edge."""
    store.write(page("/makro/emas-1"))

    def die(*_: object, **__: object) -> None:
        raise OSError("dead")

    monkeypatch.setattr("tajuk.edge.store.write_whole", die)
    with pytest.raises(OSError, match="dead"):
        store.write(page("/makro/emas-1", b"ditarik" * 100, status=410))
    assert mirrored(store) == {}


def test_fragments_that_name_stories_are_left_out(store: PlateStore) -> None:
    store.write(plate_of("/_/fragments/bar", [b"[BAR]"], keys=["markets.instrument:1"]))
    store.write(plate_of("/_/fragments/latest", [b"[RAHASIA]"], keys=["articles.article:7", "list:latest"]))
    store.write(page("/makro/emas-1", b"<p>", "bar", b"</p><p>", "latest", "unbaked", b"</p>"))
    assert mirrored(store)["makro/emas-1.html"] == b"<p>[BAR]</p><p></p>"


def test_what_an_operator_blocks_is_not_mirrored_until_it_is_unblocked(tmp_path: Path) -> None:
    store = PlateStore(tmp_path / "plates")
    for path in ("/makro/emas-1", "/lite/makro/emas-1", "/makro/perak-2", "/"):
        store.write(page(path))
    assert mirrored(store) == {}
    assert main(["mirror"], folder=store.folder) == 0
    assert len(mirrored(store)) == 8
    assert main(["block", "*-1", "/"], folder=store.folder) == 0
    assert mirrored(store).keys() == {"makro/perak-2.html", "makro/perak-2.html.gz"}
    store.write(page("/makro/emas-1", WORDS + b"baru"))
    assert len(mirrored(store)) == 2
    assert main(["unblock", "/"], folder=store.folder) == 0
    assert "index.html" in mirrored(store)
    assert [block.address for block in store.blocks()] == ["*-1"]


def test_a_mirror_that_cannot_be_written_holds_up_no_plate(store: PlateStore) -> None:
    (store.mirror.folder / "makro").write_text("in the way")
    assert store.write(page("/makro/emas-1"))
    assert store.read("/makro/emas-1") is not None


def test_keys_are_told_short_and_silent() -> None:
    assert len(token("articles.article:12")) == 6
    assert token("articles.article:12") != token("articles.article:13")
    assert dict(key_headers(["b", "a", "a"]))["surrogate-key"].split() == tokens(["a", "b"])
    many = tokens(str(number) for number in range(5_000))
    assert many[-1] == MANY and len(many) == 201
    assert key_headers([]) == []

"""The edge's answers: negotiation, conditions, fragments, the block list, memory."""

import gzip
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tajuk.edge.answer import Answer, Edge
from tajuk.edge.blocks import BlockList
from tajuk.edge.negotiation import accepts_gzip, names_etag
from tajuk.edge.plates import plate_of
from tajuk.edge.store import PlateStore
from tajuk.edge.verbs import main

GZIP = {"accept-encoding": "gzip, deflate, br"}
FILLER = b"<p>Emas Antam naik Rp10.000 per gram.</p>" * 20


@pytest.fixture
def store(tmp_path: Path) -> PlateStore:
    store = PlateStore(tmp_path / "plates")
    store.write(plate_of("/_/fragments/bar", [b"[BAR 1]"]))
    store.write(
        plate_of(
            "/a",
            [b"<html>" + FILLER, "bar", b"</html>"],
            headers=[
                ("Content-Type", "text/html; charset=utf-8"),
                ("Cache-Control", "public, s-maxage=30"),
                ("Content-Security-Policy", "default-src 'none'"),
            ],
            counted=True,
        )
    )
    return store


@pytest.fixture
def edge(store: PlateStore) -> Edge:
    return Edge(store)


def get(edge: Edge, path: str = "/a", headers: Mapping[str, str] = GZIP, *, query: str = "") -> Answer:
    answer = edge.answer("GET", path, query, dict(headers))
    assert answer is not None
    return answer


def text(answer: Answer) -> bytes:
    return gzip.decompress(answer.body) if dict(answer.headers).get("content-encoding") else answer.body


PAGE = b"<html>" + FILLER + b"[BAR 1]</html>"


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZip", True),
        ("gzip, deflate, br, zstd", True),
        ("gzip;q=1.0, identity; q=0.5, *;q=0", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, *", False),
        ("*", True),
        ("*;q=0", False),
        ("br", False),
        ("identity", False),
        ("identity;q=0", False),
        ("x-gzip", True),
        ("gzip;q=nonsense", False),
        ("deflate," * 500 + "gzip", False),
    ],
)
def test_gzip_is_sent_to_who_accepts_it(edge: Edge, header: str | None, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted
    answer = get(edge, headers={} if header is None else {"accept-encoding": header})
    assert ("content-encoding", "gzip") in answer.headers or not accepted
    assert text(answer) == PAGE
    assert dict(answer.headers)["vary"] == "accept-encoding"


def test_the_headers_of_the_bake_are_sent(edge: Edge) -> None:
    answer = get(edge)
    headers = dict(answer.headers)
    assert answer.status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "public, s-maxage=30"
    assert headers["content-security-policy"] == "default-src 'none'"
    assert len(headers) == len(answer.headers)


def test_the_two_forms_have_different_etags(edge: Edge) -> None:
    assert dict(get(edge).headers)["etag"] != dict(get(edge, headers={}).headers)["etag"]


def test_an_unchanged_page_is_answered_304(edge: Edge) -> None:
    etag = dict(get(edge).headers)["etag"]
    for condition in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = get(edge, headers={**GZIP, "if-none-match": condition})
        assert (answer.status, answer.body) == (304, b"")
        headers = dict(answer.headers)
        assert headers["etag"] == etag
        assert headers["cache-control"] == "public, s-maxage=30"
        assert headers["vary"] == "accept-encoding"
        assert not {"content-type", "content-encoding"} & set(headers)
    assert get(edge, headers={**GZIP, "if-none-match": '"other"'}).status == 200
    assert get(edge, headers={"if-none-match": etag}).status == 200
    assert not names_etag("," * 5000, etag)


def test_the_etag_and_the_page_change_with_a_fragment(edge: Edge, store: PlateStore) -> None:
    before = get(edge)
    store.write(plate_of("/_/fragments/bar", [b"[BAR 2]"]))
    after = get(edge)
    assert text(after) == PAGE.replace(b"[BAR 1]", b"[BAR 2]")
    assert dict(after.headers)["etag"] != dict(before.headers)["etag"]
    condition = {**GZIP, "if-none-match": dict(before.headers)["etag"]}
    assert get(edge, headers=condition).status == 200
    store.write(plate_of("/_/fragments/bar", [b"[BAR 1]"]))
    assert get(edge, headers=condition).status == 304


def test_a_hot_page_is_composed_once(edge: Edge, store: PlateStore) -> None:
    first = get(edge)
    assert get(edge) is first
    store.write(plate_of("/_/fragments/other", [b"x"]))
    assert get(edge) is first
    assert edge.outcomes["cold"] == 1


def test_a_rewritten_plate_is_served_at_once(edge: Edge, store: PlateStore) -> None:
    get(edge)
    store.write(plate_of("/a", [b"new"]))
    assert text(get(edge)) == b"new"
    store.delete("/a")
    assert edge.answer("GET", "/a", "", GZIP) is None


def test_head_is_answered_as_get(edge: Edge) -> None:
    assert edge.answer("HEAD", "/a", "", GZIP) == get(edge)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_not_for_the_edge(edge: Edge, method: str) -> None:
    assert edge.answer(method, "/a", "", GZIP) is None


def test_a_range_is_ignored_cleanly(edge: Edge) -> None:
    answer = get(edge, headers={"range": "bytes=0-3"})
    assert (answer.status, answer.body) == (200, PAGE)
    assert dict(answer.headers)["accept-ranges"] == "none"


def test_nothing_but_the_named_headers_changes_an_answer(edge: Edge) -> None:
    odd = {
        "cookie": "session=1",
        "x-forwarded-host": "evil.example",
        "x-original-url": "/desk/",
        "authorization": "x",
        "host": "evil.example",
        "accept-language": "en",
    }
    assert get(edge, headers={**GZIP, **odd}) == get(edge)


def test_unknown_query_keys_do_not_make_new_pages(edge: Edge, store: PlateStore) -> None:
    assert get(edge, query="utm_source=x") is get(edge)
    store.write(plate_of("/list", [b"1"], query=["page"]))
    store.write(plate_of("/list?page=2", [b"2"], query=["page"]))
    assert text(get(edge, "/list", query="page=2&utm=1")) == b"2"
    assert text(get(edge, "/list", query="utm=1")) == b"1"
    assert edge.answer("GET", "/list", "page=3", GZIP) is None
    assert edge.answer("GET", "/cari", "q=emas", GZIP) is None


def test_a_missing_fragment_is_empty_and_said_and_asked_for(
    edge: Edge, store: PlateStore, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []
    edge.refresh = asked.append
    store.write(plate_of("/b", [b"<", "nowhere", b">"]))
    with caplog.at_level(logging.WARNING):
        assert text(get(edge, "/b")) == b"<>"
    assert "nowhere" in caplog.text
    assert asked == ["/_/fragments/nowhere"]
    get(edge, "/b")
    assert len(asked) == 1
    store.write(plate_of("/_/fragments/nowhere", [b"here"]))
    assert text(get(edge, "/b")) == b"<here>"


def test_a_fragment_that_cannot_be_read_any_more_stays_as_it_was(edge: Edge, store: PlateStore) -> None:
    get(edge)
    for path in store.folder.rglob("*.plate"):
        path.write_bytes(b"torn")
    store.journal.append("+/_/fragments/bar")
    assert text(get(edge)) == PAGE
    store.delete("/_/fragments/bar")
    assert b"BAR" not in text(get(edge))


def test_row_3_a_fragment_withdrawn_while_the_journal_had_no_room_is_gone_at_once(
    edge: Edge, store: PlateStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert text(get(edge)) == PAGE

    def full(descriptor: int, data: bytes) -> int:
        raise OSError("full")

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        store.delete("/_/fragments/bar")
    assert b"BAR" not in text(get(edge))


def test_a_withdrawn_fragment_is_gone_at_once(edge: Edge, store: PlateStore) -> None:
    get(edge)
    store.delete("/_/fragments/bar")
    assert text(get(edge)) == PAGE.replace(b"[BAR 1]", b"")


def test_a_stale_plate_is_served_and_asked_for_once(edge: Edge, store: PlateStore) -> None:
    asked: list[str] = []
    edge.refresh = asked.append
    get(edge)
    store.mark_stale("/a")
    assert [text(get(edge)) for _ in range(3)] == [PAGE] * 3
    assert asked == ["/a"]


def test_memory_is_bounded(store: PlateStore) -> None:
    edge = Edge(store, memory=60_000)
    for turn in range(100):
        store.write(plate_of(f"/p{turn}", [FILLER * 4, b"%d" % turn]))
    for turn in range(100):
        get(edge, f"/p{turn}")
        get(edge, f"/p{turn}", headers={})
    assert edge.bytes <= 60_000
    assert 1 <= len(edge) < 100
    assert edge.bytes == sum(hot.cost for hot in edge._hot.values())
    store.announce_all()
    get(edge)
    assert len(edge) == 1


def test_the_count_of_bytes_stays_right_as_fragments_change(edge: Edge, store: PlateStore) -> None:
    for turn in range(10):
        store.write(plate_of("/_/fragments/bar", [b"[BAR]" * turn]))
        get(edge)
        get(edge, headers={})
    assert edge.bytes == sum(hot.cost for hot in edge._hot.values())


def test_small_answers_are_not_compressed(edge: Edge, store: PlateStore) -> None:
    store.write(plate_of("/moved", [], status=301, headers=[("Location", "/a")]))
    answer = get(edge, "/moved")
    assert (answer.status, answer.body) == (301, b"")
    assert "content-encoding" not in dict(answer.headers)
    assert get(edge, "/moved", headers={"if-none-match": "*"}).status == 301


def test_views_of_counted_pages_are_handed_on(edge: Edge, store: PlateStore) -> None:
    taken: list[Mapping[str, int]] = []
    edge.views.sink = taken.append
    store.write(plate_of("/plain", [b"x"]))
    get(edge), get(edge), get(edge, "/plain")
    edge.answer("HEAD", "/a", "", GZIP)
    assert edge.views.flush() == 1
    assert taken == [{"/a": 2}]
    assert edge.views.flush() == 0


def test_a_blocked_address_is_answered_with_the_notice_in_every_process(
    tmp_path: Path, edge: Edge, store: PlateStore
) -> None:
    other = PlateStore(store.folder)
    assert get(edge).status == 200
    BlockList(other.folder, other.journal).block("/a")
    answer = get(edge)
    assert answer.status == 410
    assert b"ditarik" in answer.body
    assert dict(answer.headers)["cache-control"] == "no-store"
    assert edge.answer("POST", "/a", "", {}) is not None
    assert get(Edge(PlateStore(store.folder))).status == 410
    assert BlockList(other.folder, other.journal).unblock("/a")
    assert get(edge).status == 200


def test_the_block_list_is_kept_from_a_terminal(
    edge: Edge, store: PlateStore, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = store.folder
    assert main(["block", "/a", "*-123", "--held"], folder=folder) == 0
    assert get(edge).status == 404
    assert get(edge, "/en/markets/gold-123").status == 404
    assert edge.answer("GET", "/en/markets/gold-1234", "", GZIP) is None
    assert main(["list"], folder=folder) == 0
    assert [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["/a", "held"],
        ["*-123", "held"],
    ]
    assert main(["unblock", "/a", "/never"], folder=folder) == 1
    assert "/never is not blocked" in capsys.readouterr().err
    assert main(["block", "no-slash"], folder=folder) == 2
    assert get(edge).status == 200


def test_blocking_works_from_a_process_without_django(edge: Edge, store: PlateStore) -> None:
    code = (
        "import sys; from pathlib import Path; from tajuk.edge.verbs import main;"
        "code = main(['block', '/a'], folder=Path(sys.argv[1]));"
        "sys.exit(code or 'django' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(store.folder)], check=True)
    assert get(edge).status == 410


def test_the_newsrooms_own_notice_is_used_when_it_has_a_plate(edge: Edge, store: PlateStore) -> None:
    store.write(
        plate_of("/_/notices/killed", [b"<h1>Ditarik redaksi</h1>"], headers=[("Cache-Control", "public")])
    )
    BlockList(store.folder, store.journal).block("/a")
    answer = get(edge)
    assert (answer.status, text(answer)) == (410, b"<h1>Ditarik redaksi</h1>")
    assert [value for name, value in answer.headers if name == "cache-control"] == ["no-store"]


def test_the_edge_needs_no_django() -> None:
    code = (
        "import sys, tajuk.edge.rsgi; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

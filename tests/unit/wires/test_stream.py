"""Documents of very many items are read item after item, in bounded memory."""

import io
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tajuk.wires import limits
from tajuk.wires.read import main, read_bytes
from tajuk.wires.split import json_items
from tajuk.wires.story import Unreadable
from tajuk.wires.stream import read_stream

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "wires"
G2 = (SAMPLES / "g2-text.xml").read_bytes()
G2_ITEM = G2[G2.index(b"<newsItem") :]
NEWSML = (SAMPLES / "newsml-1.2.xml").read_text(encoding="latin-1").replace("ISO-8859-1", "UTF-8").encode()
ANPA = (SAMPLES / "anpa-text.anpa").read_bytes()


def g2(count):
    head = b'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><priority>3</priority></header><itemSet>'
    return head + G2_ITEM * count + b"</itemSet></newsMessage>"


def newsml(count):
    start, end = NEWSML.index(b"<NewsItem"), NEWSML.index(b"</NewsItem>") + 11
    return NEWSML[:start] + NEWSML[start:end] * count + NEWSML[end:]


def rss(count):
    item = "<item><guid>urn:{n}</guid><title>Judul {n}</title><description>&lt;p&gt;Isi.&lt;/p&gt;</description></item>"
    items = "".join(item.format(n=n) for n in range(count))
    return f"<rss version='2.0'><channel><title>Warta</title><language>id</language>{items}</channel></rss>".encode()


def atom(count):
    entries = "".join(f"<entry><id>urn:{n}</id><title>Judul {n}</title></entry>" for n in range(count))
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Warta</title>{entries}</feed>".encode()


def ninjs(count):
    item = {
        "type": "text",
        "headline": 'Judul "kutip" } ] \\',
        "body_html": "<p>Isi { [ \u00e9</p>",
        "place": [{"name": "x"}],
    }
    return json.dumps([{"uri": f"urn:{n}", **item} for n in range(count)], ensure_ascii=False).encode()


def wrapped(count):
    return b'{"facets": [{"a": 1}], "total": 3, "data": {"items": ' + ninjs(count) + b"}}"


def jsonfeed(count):
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Warta", "items": []}
    feed["items"] = [{"id": f"urn:{n}", "title": f"Judul {n}", "content_text": "Isi."} for n in range(count)]
    return json.dumps(feed).encode()


MAKERS = [g2, newsml, rss, atom, ninjs, wrapped, jsonfeed, lambda count: ANPA * count]
NAMES = ["g2", "newsml", "rss", "atom", "ninjs", "wrapped", "jsonfeed", "anpa"]


@pytest.mark.parametrize("make", MAKERS, ids=NAMES)
def test_a_stream_gives_the_same_stories_as_the_whole(make):
    data = make(230)
    streamed = list(read_stream(io.BytesIO(data)))
    assert len(streamed) == 230
    assert streamed == read_bytes(data)


@pytest.mark.parametrize("make", MAKERS, ids=NAMES)
@pytest.mark.parametrize("chunk", [1, 7, 1000])
def test_where_the_pieces_are_cut_makes_no_difference(make, chunk, monkeypatch):
    data = make(3)

    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(size if self.tell() == 0 else min(size, chunk))

    monkeypatch.setattr("tajuk.wires.stream.CHUNK", 200)
    if make in (g2, newsml, rss, atom):
        monkeypatch.setattr("tajuk.wires.stream.CHUNK", 2000)
    assert list(read_stream(Slow(data))) == read_bytes(data)


@pytest.mark.parametrize("make", MAKERS, ids=NAMES)
def test_a_stream_that_is_cut_off_gives_what_came_before_and_says_so(make):
    data = make(200)
    found = []
    with pytest.raises(Unreadable):
        found.extend(read_stream(io.BytesIO(data[: len(data) * 2 // 3])))
    assert 60 < len(found) < 140
    assert found == read_bytes(data)[: len(found)]


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel><item>" + b"<x>" * 10_000, b'[{"a":' * 10_000, b'["' + b"x" * 6_000_000, b"[1, 2]", b"x" * 1000,
        b"<newsMessage><itemSet><newsItem><x>" + b"y" * 6_000_000, b"[{]}", b"<a>" * 1000, b'{"a": "',
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>&a;</rss>", b"<?xml version='1.0' encoding='iso-8859-1'?><rss/>",
    ],
    ids=[
        "deep", "deep json", "one text", "no objects", "prose", "one item", "crossed", "unknown", "half", "dtd",
        "latin",
    ],
)  # fmt: skip
def test_hostile_streams_are_refused(data):
    with pytest.raises(Unreadable):
        list(read_stream(io.BytesIO(data)))


def test_row_10_an_endless_stream_is_cut_at_a_limit(monkeypatch):
    monkeypatch.setattr(limits, "STREAM_BYTES", 1_000_000)

    class Endless:
        def __init__(self, first, again):
            self.first, self.again = first, again

        def read(self, size):
            piece, self.first = self.first, b""
            return piece or self.again

    endless = (
        (b"[", b'{"uri":"urn:x","type":"text"},' * 2000),
        (b"<newsMessage><itemSet>", b'<newsItem guid="urn:x"/>' * 2000),
        (b"\0", b"\0" * 65_536),
    )
    for first, again in endless:
        started = time.monotonic()
        with pytest.raises(Unreadable):
            for _ in read_stream(Endless(first, again)):
                pass
        assert time.monotonic() - started < 60


def test_a_file_too_large_to_be_held_is_read_item_after_item(tmp_path, capfdbinary, monkeypatch):
    monkeypatch.setattr("tajuk.wires.read.LIMIT", 100_000)
    path = tmp_path / "long.json"
    path.write_bytes(ninjs(1500))
    assert path.stat().st_size > 100_000
    assert main([str(path)]) == 0
    assert capfdbinary.readouterr().out.count(b"\n") == 1500


def test_objects_are_found_in_lists_only_and_texts_are_left_alone():
    pieces = list(json_items(iter([b'{"a": {"b": 1}, "list": [{"c": "}', b'{[\\"]"}, {"d": [{"e": 1}]}]}'])))
    assert pieces == [b'{"c": "}{[\\"]"}', b'{"d": [{"e": 1}]}']


PEAK = r"""
import re, sys
from tajuk.wires.stream import read_stream
class Made:
    def __init__(self): self.left, self.first = int(sys.argv[1]), True
    def read(self, size):
        if self.first: self.first = False; return HEAD
        if self.left <= 0: tail, self.tail = getattr(self, "tail", TAIL), b""; return tail
        self.left -= len(ITEMS); return ITEMS
HEAD, ITEMS, TAIL = [bytes.fromhex(each) for each in sys.argv[2:5]]
count = sum(1 for _ in read_stream(Made()))
print(count, int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


def peak(size, head, items, tail):
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(size), head.hex(), items.hex(), tail.hex()],
        capture_output=True, text=True, check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000)),
    )  # fmt: skip
    count, megabytes = map(int, done.stdout.split())
    return count, megabytes


SIZES = [4_000_000, pytest.param(1_000_000_000, marks=pytest.mark.long)]


@pytest.mark.parametrize("make", [g2, newsml, ninjs], ids=["g2", "newsml", "ninjs"])
@pytest.mark.parametrize("size", SIZES, ids=["4 MB", "1 GB"])
def test_row_10_a_long_stream_is_read_in_bounded_memory(make, size):
    one, length = make(1), len(make(2)) - len(make(1))
    if make is ninjs:
        text = "<p>" + "Kalimat panjang. " * 500 + "</p>"
        one = json.dumps([{"uri": "urn:x", "type": "text", "body_html": text}]).encode()
        head, item, tail = b"[", one[1:-1] + b",", one[1:-1] + b"]"
    else:
        start = one.index(b"<newsItem" if make is g2 else b"<NewsItem")
        head, item, tail = one[:start], one[start : start + length], one[start + length :]
    count, megabytes = peak(size, head, item * (40_000 // len(item) + 1), tail)
    assert count > size // 60_000
    assert megabytes < 150

"""Feeds are polled with conditions, left alone when they fail, and asked again for what was not kept."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajuk.wires import poll as polling
from tajuk.wires.actions import receive
from tajuk.wires.enums import Outcome, SourceKind
from tajuk.wires.models import Quarantine, Source, WireItem
from tajuk.wires.poll import LONGEST_WAIT, Poll, claim, due, poll, wait_after
from tests.unit.wires.conftest import NOW, ninjs

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>
<title>Kawat</title>
<lastBuildDate>{built}</lastBuildDate>
<item><guid>urn:kawat:rss:1</guid><title>{title}</title>
<description>Rupiah menguat.</description><pubDate>Mon, 02 Mar 2026 03:00:00 GMT</pubDate></item>
</channel></rss>"""


class Feed(ThreadingHTTPServer):
    """A feed on loopback: answers what a test lays out and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, str]] = []
        self.status, self.body, self.headers = 200, ninjs(), {"ETag": '"v1"'}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/feed"


class Handler(BaseHTTPRequestHandler):
    server: Feed

    def do_GET(self) -> None:
        self.server.asked.append({name.lower(): value for name, value in self.headers.items()})
        same = self.headers.get("If-None-Match") == self.server.headers.get("ETag", "-")
        status = 304 if same and self.server.status == 200 else self.server.status
        body = b"" if status == 304 else self.server.body
        self.send_response(status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def feed(settings: Any) -> Iterator[Feed]:
    """Return a feed that the newsroom may call although it is on loopback."""
    server = Feed()
    settings.TAJUK_FETCH_ALLOW = [f"127.0.0.1:{server.server_port}"]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def polled(make_source: Callable[..., Source], feed: Feed) -> Source:
    """Return a source that polls the feed every minute."""
    return make_source("umpan", SourceKind.POLL, address=feed.address, interval_seconds=60)


def poll_due(*, now: datetime) -> list[Poll]:
    return [poll(source, now=now) for source in due(now=now) if claim(source, now=now)]


def fresh(source: Source) -> Source:
    return Source.objects.select_related("agency").get(pk=source.pk)


def test_what_a_feed_brings_is_received_and_the_next_poll_is_conditional(polled: Source, feed: Feed) -> None:
    feed.headers["Last-Modified"] = "Mon, 02 Mar 2026 03:00:00 GMT"
    first, second = poll(polled, now=NOW), poll(fresh(polled), now=NOW)
    assert ([each.outcome for each in first.receipts], second.receipts, second.error) == (
        [Outcome.ACCEPTED],
        (),
        "",
    )
    assert "if-none-match" not in feed.asked[0]
    assert feed.asked[1]["if-none-match"] == '"v1"'
    assert feed.asked[1]["if-modified-since"] == "Mon, 02 Mar 2026 03:00:00 GMT"
    assert WireItem.objects.count() == 1


def test_the_next_poll_lies_an_interval_away_with_jitter(polled: Source, feed: Feed) -> None:
    waits = set()
    for _ in range(5):
        poll(fresh(polled), now=NOW)
        next_poll_at = fresh(polled).next_poll_at
        assert next_poll_at is not None
        waits.add(next_poll_at - NOW)
    assert len(waits) > 1
    assert all(timedelta(seconds=54) <= wait <= timedelta(seconds=66) for wait in waits)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_feed_that_fails_is_left_alone_ever_longer_and_says_why(
    polled: Source, feed: Feed, status: int
) -> None:
    feed.status = status
    for failures in (1, 2):
        assert poll(fresh(polled), now=NOW).error == f"HTTP status {status}"
        source = fresh(polled)
        assert (source.failures, source.last_error) == (failures, f"HTTP status {status}")
        assert source.next_poll_at is not None
        assert source.next_poll_at - NOW >= timedelta(seconds=60 * 2**failures * 0.9)
    feed.status = 200
    poll(fresh(polled), now=NOW)
    assert (fresh(polled).failures, fresh(polled).last_error) == (0, "")


@given(failures=st.integers(1, 10_000), interval=st.integers(5, 100_000))
def test_back_off_grows_to_an_hour_and_is_never_shorter_than_the_interval(
    failures: int, interval: int
) -> None:
    wait = wait_after(failures, interval)
    assert timedelta(seconds=interval) <= wait <= max(LONGEST_WAIT, timedelta(seconds=interval))
    assert wait <= wait_after(failures + 1, interval)


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        ("1800", 1800),
        ("Mon, 02 Mar 2026 03:34:05 GMT", 1800),
        ("99999999999", 86_400),
        ("nonsense", 120),
        ("-5", 120),
    ],
)
def test_a_feed_may_ask_to_be_left_alone(polled: Source, feed: Feed, asked: str, wait: int) -> None:
    feed.status, feed.headers = 503, {"Retry-After": asked}
    poll(polled, now=NOW)
    next_poll_at = fresh(polled).next_poll_at
    assert next_poll_at is not None
    assert abs((next_poll_at - NOW).total_seconds() - wait) <= wait * 0.1 + 1


def test_feeds_that_are_due_are_polled_once_and_one_that_fails_holds_up_no_other(
    polled: Source, make_source: Callable[..., Source], feed: Feed
) -> None:
    make_source("mati", SourceKind.POLL, address="http://127.0.0.1:1/")
    make_source("jahat", SourceKind.POLL, address="file:///etc/passwd")
    make_source("lena", SourceKind.POLL, address=feed.address, enabled=False)
    found = {done.source.slug: done.error for done in poll_due(now=NOW)}
    assert found.keys() == {"umpan", "mati", "jahat"}
    assert found["umpan"] == ""
    assert "only http and https" in found["jahat"]
    assert poll_due(now=NOW) == []
    assert len(poll_due(now=NOW + timedelta(hours=2))) == 3


def test_two_processes_do_not_poll_one_feed_at_once(polled: Source, feed: Feed) -> None:
    stale = list(Source.objects.due(NOW))
    assert polling.claim(stale[0], now=NOW)
    assert not polling.claim(stale[0], now=NOW)


def test_what_was_not_kept_is_asked_for_again(
    polled: Source, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(polling, "receive", full)
    assert "No space left" in poll(polled, now=NOW).error
    monkeypatch.setattr(polling, "receive", receive)
    assert fresh(polled).etag == ""
    assert poll(fresh(polled), now=NOW).receipts
    assert WireItem.objects.count() == 1


def test_an_unreadable_answer_is_quarantined_and_not_asked_for_again(polled: Source, feed: Feed) -> None:
    feed.body = b"<html>Log in first"
    poll(polled, now=NOW)
    feed.body = b"\x00\xff\x00"
    feed.headers["ETag"] = '"v2"'
    poll(fresh(polled), now=NOW)
    poll(fresh(polled), now=NOW)
    assert Quarantine.objects.open().filter(payload__size=3).count() == 1


def test_an_answer_beyond_the_limit_is_a_failure_of_the_feed(
    polled: Source, feed: Feed, settings: Any
) -> None:
    settings.TAJUK_WIRE_MAX_BYTES = 10
    assert "longer than 10 bytes" in poll(polled, now=NOW).error


def test_an_entry_of_a_feed_stays_one_item_and_its_mended_text_becomes_a_version(
    polled: Source, feed: Feed
) -> None:
    for built, title in (("1", "Rupiah menguat"), ("2", "Rupiah menguat"), ("3", "Rupiah menguat tipis")):
        feed.body = RSS.format(built=f"Mon, 02 Mar 2026 03:0{built}:00 GMT", title=title).encode()
        feed.headers["ETag"] = built
        poll(fresh(polled), now=NOW)
    item = WireItem.objects.select_related("current").get()
    assert item.current is not None
    assert item.current.headline == "Rupiah menguat tipis"
    assert item.versions.count() == 2

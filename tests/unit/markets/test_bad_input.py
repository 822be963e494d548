"""Bad ticks and answers: the last good value stands with its time, and nothing else is slowed (rows 6, 16, 19, 37)."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import orjson
import pytest
from django.test import Client, override_settings

from tajuk.common import outbound
from tajuk.markets import polling, queries, tasks
from tajuk.markets.actions import apply_ticks, set_official_close
from tajuk.markets.enums import Breaker, Reason, State
from tajuk.markets.models import (
    DailyBar,
    Instrument,
    Provider,
    ProviderHealth,
    ProviderLink,
    QuarantinedTick,
    Quote,
)  # fmt: skip
from tests.unit.markets.conftest import tick, wib
from tests.unit.markets.sources import Source, running
from tests.unit.markets.test_simulator import AtOnce

pytestmark = pytest.mark.django_db
Make = Callable[..., Instrument]
NOW = wib("2024-01-19 10:00")
THURSDAY = date(2024, 1, 18)
GOOD = orjson.dumps([{"s": "IDX", "v": 7141.25, "t": NOW.isoformat()}])


@pytest.fixture
def source() -> Iterator[Source]:
    with running() as found, override_settings(TAJUK_FETCH_ALLOW=[f"127.0.0.1:{found.port}"]):
        yield found


@pytest.fixture
def feed(source: Source, make_instrument: Make) -> Provider:
    row = make_instrument()
    settings = {"url": source.url(), "code": "s", "fields": {"value": "v", "as_of": "t"}}
    made = Provider.objects.create(key="json", name="J", adapter="json", is_on=True, settings=settings)
    ProviderLink.objects.create(instrument=row, provider=made)
    source.say(GOOD)
    assert polling.fetch(made, now=NOW).error == ""
    return made


def stands(now: str = "2024-01-19 10:05") -> bool:
    """Tell whether the last good value is shown with its time, and said to be old."""
    item = queries.named(["IDX"], wib(now))[0]
    return (item.value, item.as_of, item.state) == (Decimal("7141.25"), NOW, State.STALE) and bool(
        item.shown["id"].time == "10:00 WIB"
    )


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"v": 0}, Reason.ZERO),
        ({"v": -7141.25}, Reason.NEGATIVE),
        ({"v": 95000}, Reason.JUMP),
        ({"v": 5500}, Reason.JUMP),
        ({"v": 7.14125}, Reason.DECIMAL_COMMA),
        ({"v": 714125}, Reason.DECIMAL_COMMA),
        ({"v": 7142, "t": "2024-01-21T10:01:00+07:00"}, Reason.FUTURE),
        ({"v": 7000, "t": "2024-01-19T09:30:00+07:00"}, Reason.OUT_OF_ORDER),
    ],
    ids=lambda value: value.name if isinstance(value, Reason) else "",
)
def test_row_37_bad_ticks_are_quarantined_with_an_alarm_and_the_last_good_one_stands(
    source: Source, feed: Provider, told: dict[str, object], reason: Reason, caplog: pytest.LogCaptureFixture
) -> None:
    row = {"s": "IDX", "t": "2024-01-19T10:01:00+07:00", **told}
    source.say(orjson.dumps([row]))
    for _ in range(2):
        polling.fetch(feed, now=wib("2024-01-19 10:01:10"))
    held = QuarantinedTick.objects.get()
    assert (held.reason, held.count, held.last_value) == (reason, 2, Decimal("7141.25"))
    assert f"quarantined IDX from json: {reason.value}" in caplog.text
    assert stands()


@pytest.mark.parametrize(
    "told", [{"v": 7141.25}, {"v": 7150}], ids=["the same", "another value of the same time"]
)
def test_row_37_duplicates_change_nothing(source: Source, feed: Provider, told: dict[str, object]) -> None:
    source.say(orjson.dumps([{"s": "IDX", "t": NOW.isoformat(), **told}]))
    result = polling.fetch(feed, now=wib("2024-01-19 10:01:10"))
    assert result.applied is not None
    assert (result.applied.applied, result.applied.older) == (0, 1)
    assert stands()


def test_row_37_the_first_tick_is_held_against_the_last_close(
    make_instrument: Make, provider: Provider
) -> None:
    row = make_instrument()
    set_official_close(row, date=THURSDAY, value=Decimal("7200"), now=NOW)
    done = apply_ticks([tick("IDX", "7.141", "2024-01-19 10:00")], provider=provider, now=NOW)
    assert (done.quarantined, Quote.objects.count()) == (1, 0)


def test_row_37_a_yield_may_be_negative_and_is_still_watched(
    make_instrument: Make, provider: Provider
) -> None:
    make_instrument("SUN10Y", kind="yield", may_be_negative=True)
    for number, (value, applied) in enumerate(
        [("6.72", 1), ("672", 0), ("0.0672", 0), ("6.73", 1), ("-0.1", 1)]
    ):
        told = tick("SUN10Y", value, "2024-01-19 10:00", sequence=number + 1)
        assert apply_ticks([told], provider=provider, now=NOW).applied == applied, value


def test_row_37_the_gap_at_the_close_of_2011(make_instrument: Make, provider: Provider) -> None:
    """The feed died before the close; the next morning the provider takes its last tick for the previous close."""
    row = make_instrument()
    set_official_close(row, date=date(2024, 1, 17), value=Decimal("3540"), now=wib("2024-01-17 17:00"))
    last = [tick("IDX", "3520", "2024-01-18 15:40"), tick("IDX", "3517.275", "2024-01-18 15:45")]
    apply_ticks(last, provider=provider, now=wib("2024-01-18 15:45"))
    evening = queries.named(["IDX"], wib("2024-01-18 18:00"))[0]
    assert (evening.change, evening.shown["id"].percent, evening.shown["id"].time) == (None, "–", "15:45 WIB")
    morning = tick("IDX", "3459.36", "2024-01-19 09:30", previous_close=Decimal("3517.275"))
    apply_ticks([morning], provider=provider, now=wib("2024-01-19 09:30"))
    item = queries.named(["IDX"], wib("2024-01-19 09:30"))[0]
    assert (item.value, item.change_percent, item.shown["id"].percent) == (Decimal("3459.36"), None, "–")
    assert not DailyBar.objects.filter(date=THURSDAY).exists()
    set_official_close(row, date=THURSDAY, value=Decimal("3534.284"), now=wib("2024-01-19 09:31"))
    item = queries.named(["IDX"], wib("2024-01-19 09:31"))[0]
    assert (item.previous_close, item.shown["id"].percent) == (Decimal("3534.284"), "-2,12%")
    apply_ticks(
        [tick("IDX", "3460", "2024-01-19 09:32", previous_close=Decimal("3517.275"))],
        provider=provider, now=wib("2024-01-19 09:32"),
    )  # fmt: skip
    assert queries.named(["IDX"], wib("2024-01-19 09:32"))[0].previous_close == Decimal("3534.284")


def test_row_37_a_previous_close_that_a_whole_feed_states_is_a_day_of_its_history(
    make_instrument: Make, provider: Provider
) -> None:
    make_instrument()
    told = tick("IDX", "7141", "2024-01-19 09:30", previous_close=Decimal("7180.42"))
    apply_ticks([told], provider=provider, now=wib("2024-01-19 09:30"))
    bar = DailyBar.objects.get()
    assert (bar.date, bar.close, bar.provenance) == (THURSDAY, Decimal("7180.42"), "provider")


BAD_ANSWERS: dict[str, tuple[bytes, dict[str, str]]] = {
    "truncated": (GOOD[:30], {}),
    "html instead of json": (b"<!DOCTYPE html><title>Login</title>", {"Content-Type": "application/json"}),
    "empty": (b"", {}),
    "cut short of its length": (GOOD, {"Content-Length": "5000"}),
    "gzip bomb": (gzip.compress(b"[" + b" " * 60_000_000 + b"]"), {"Content-Encoding": "gzip"}),
    "gzip that is none": (GOOD, {"Content-Encoding": "gzip"}),
    "wrong charset": ('[{"s": "IDX", "v": 7142, "t": "x", "n": "é"}]'.encode("latin-1"), {}),
    "utf-16": (GOOD.decode().encode("utf-16"), {}),
    "deep nesting": (b"[" * 100_000, {}),
    "a number only": (b"7141.25", {}),
    "figures in words": (b'[{"s": "IDX", "v": "NaN", "t": "2024-01-19T10:01:00+07:00"}]', {}),
}


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_row_37_bad_answers_leave_the_bar_as_it_is(source: Source, feed: Provider, name: str) -> None:
    body, headers = BAD_ANSWERS[name]
    source.say(body, **headers)
    began = time.process_time()
    result = polling.fetch(feed, now=wib("2024-01-19 10:01:10"))
    assert time.process_time() - began < 2
    assert "\n" not in result.error
    assert stands()
    if name != "a number only":
        assert result.error
        assert ProviderHealth.objects.get(provider=feed).last_error == result.error


def test_row_19_private_addresses_and_redirects_to_them_are_not_called(
    source: Source, feed: Provider
) -> None:
    with running() as canary:
        private = f"http://127.0.0.1:{canary.port}/x"
        for status in (301, 302, 307):
            source.say(b"", status=status, Location=private)
            assert "127.0.0.1" in polling.fetch(feed, now=wib("2024-01-19 10:01")).error
        for url in (
            private, f"http://2130706433:{canary.port}/", f"http://0x7f.1:{canary.port}/",
            f"http://[::1]:{canary.port}/", f"http://[::ffff:127.0.0.1]:{canary.port}/",
            f"http://0.0.0.0:{canary.port}/", "file:///etc/passwd", "gopher://127.0.0.1/",
        ):  # fmt: skip
            feed.settings = {**feed.settings, "url": url}
            assert polling.fetch(feed, now=wib("2024-01-19 10:01")).error, url
        assert canary.asked == []
    assert not outbound.is_public("127.0.0.1")
    assert stands()


@pytest.mark.parametrize("days", [2, -2])
def test_row_6_a_clock_that_is_off_by_two_days_spoils_no_figure(
    source: Source, feed: Provider, days: int
) -> None:
    """The provider's clock is right and ours is wrong: what it says is held back or believed, and the bar recovers."""
    wrong = wib("2024-01-19 10:01") + timedelta(days=days)
    source.say(orjson.dumps([{"s": "IDX", "v": 7142, "t": "2024-01-19T10:01:00+07:00"}]))
    polling.fetch(feed, now=wrong)
    seen = queries.named(["IDX"], wrong)[0]
    assert (seen.value, seen.state) != (None, State.LIVE)
    source.say(orjson.dumps([{"s": "IDX", "v": 7143, "t": "2024-01-19T10:02:00+07:00"}]))
    assert tasks.Poller(AtOnce()).round(wib("2024-01-19 10:02")) in {0, 1}
    polling.fetch(feed, now=wib("2024-01-19 10:02"))
    item = queries.named(["IDX"], wib("2024-01-19 10:02"))[0]
    assert (item.value, item.state) == (7143, State.LIVE)


def test_row_6_a_provider_two_days_ahead_is_quarantined_until_its_clock_is_mended(
    source: Source, feed: Provider
) -> None:
    source.say(orjson.dumps([{"s": "IDX", "v": 7142, "t": "2024-01-21T10:01:00+07:00"}]))
    polling.fetch(feed, now=wib("2024-01-19 10:01"))
    assert stands()
    source.say(orjson.dumps([{"s": "IDX", "v": 7143, "t": "2024-01-19T10:02:00+07:00"}]))
    polling.fetch(feed, now=wib("2024-01-19 10:02"))
    assert Quote.objects.get().value == 7143


def test_a_slow_provider_slows_no_other(source: Source, feed: Provider) -> None:
    """Each provider's poll has a thread of its own: the round ends while the slow source still thinks."""
    thinking, answered = threading.Event(), threading.Event()
    begun: list[str] = []

    class Threads(AtOnce):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # as the executor's
            begun.append(args[0].key)
            if args[0].key == "json":
                threading.Thread(target=lambda: (thinking.set(), answered.wait(5)), daemon=True).start()

    Provider.objects.create(key="second", name="S", adapter="json", is_on=True)
    ProviderHealth.objects.update(next_poll_at=None)
    with override_settings(TAJUK_MARKET_SIMULATOR=False):
        assert tasks.Poller(Threads()).round(NOW) == 2
    assert thinking.wait(2)
    assert begun == ["json", "second"]
    answered.set()


POISON = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "X-Original-URL": "/evil",
    "X-Rewrite-URL": "/evil", "Forwarded": "host=evil.example", "X-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil", "Accept-Language": "xx-evil", "User-Agent": "evil", "Cookie": "x=evil",
}  # fmt: skip


@pytest.mark.parametrize("address", ["/_/market.json", "/_/fragments/market-bar", "/pasar/", "/pasar/idx/"])
def test_row_16_no_header_changes_what_is_said_of_the_markets(
    client: Client, feed: Provider, address: str
) -> None:
    from tajuk.common import clock

    with clock.shifted(NOW + timedelta(seconds=30) - clock.now()):
        plain = client.get(address)
        poisoned = client.get(address, headers=POISON)
        unkeyed = client.get(address, {"utm_source": "evil"})
    assert plain.status_code == 200
    assert b"evil" not in poisoned.content + unkeyed.content
    if address != "/_/market.json":
        assert poisoned.content == plain.content
    else:
        cut = [orjson.loads(answer.content)["instruments"] for answer in (plain, poisoned, unkeyed)]
        assert cut[0] == cut[1] == cut[2]


def test_an_open_breaker_and_its_error_are_kept_and_shown(source: Source, feed: Provider) -> None:
    source.say(b"", status=502)
    for minute in range(1, 4):
        polling.fetch(feed, now=NOW + timedelta(minutes=minute))
    health = ProviderHealth.objects.get(provider=feed)
    assert (health.breaker, health.last_error) == (Breaker.OPEN, "the source answered with status 502")
    assert stands()

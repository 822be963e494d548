"""Providers are asked in turn, conditionally, and ever less while they fail; a chain falls back and comes back."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import orjson
import pytest
from django.test import override_settings

from tajuk.markets import polling, queries, tasks
from tajuk.markets.actions import apply_ticks, ask_now
from tajuk.markets.actions.polls import LONGEST_WAIT, claim_turn, wait_after
from tajuk.markets.enums import Breaker, State
from tajuk.markets.models import Instrument, Provider, ProviderHealth, ProviderLink, QuarantinedTick, Quote
from tajuk.markets.ticks import Tick
from tests.unit.markets.conftest import wib
from tests.unit.markets.sources import Source, running
from tests.unit.markets.test_simulator import AtOnce

pytestmark = pytest.mark.django_db
START = wib("2024-01-19 10:00")
Make = Callable[..., Instrument]


def body(value: str, at: datetime, **more: object) -> bytes:
    return orjson.dumps([{"s": "IDX", "v": value, "t": at.isoformat(), **more}])


@pytest.fixture
def source() -> Iterator[Source]:
    with running() as found, override_settings(TAJUK_FETCH_ALLOW=[f"127.0.0.1:{found.port}"]):
        yield found


@pytest.fixture
def first(source: Source, make_instrument: Make) -> Provider:
    """Return a provider of JSON, first in the chain of an instrument; `feed` is the second."""
    row = make_instrument()
    ProviderLink.objects.update(order=1)
    settings = {"url": source.url(), "code": "s", "fields": {"value": "v", "as_of": "t"}}
    made = Provider.objects.create(
        key="first", name="First", adapter="json", is_on=True, poll_seconds=10, settings=settings
    )
    ProviderLink.objects.create(instrument=row, provider=made, order=0, licence_line_id="Sumber: pertama.")
    return made


def health(provider: Provider) -> ProviderHealth:
    return ProviderHealth.objects.get(provider=provider)


def quote() -> Quote:
    return Quote.objects.select_related("link__provider").get()


def test_an_unchanged_answer_is_not_sent_again(source: Source, first: Provider) -> None:
    def reply(headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if headers.get("if-none-match") == '"a"':
            return 304, {}, b""
        return 200, {"ETag": '"a"', "Last-Modified": "Fri, 19 Jan 2024 03:00:00 GMT"}, body("7141", START)

    source.replies["/all"] = reply
    results = [polling.fetch(first, now=START + timedelta(seconds=10 * n)) for n in range(3)]
    assert [result.applied.applied if result.applied else None for result in results] == [1, 0, 0]
    assert "if-none-match" not in source.asked[0][1]
    assert source.asked[2][1]["if-none-match"] == '"a"'
    assert source.asked[2][1]["if-modified-since"] == "Fri, 19 Jan 2024 03:00:00 GMT"
    assert health(first).answered_at == START + timedelta(seconds=20)


def test_an_answer_that_could_not_be_applied_is_asked_for_again(
    source: Source, first: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.say(body("7141", START), ETag='"a"')

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(polling, "apply_ticks", fail)
        assert "No space left" in polling.fetch(first, now=START).error
    polling.fetch(first, now=START + timedelta(seconds=20))
    assert "if-none-match" not in source.asked[1][1]
    assert quote().value == 7141


def test_failures_make_the_pauses_longer_and_open_the_breaker(source: Source, first: Provider) -> None:
    source.say(b"", status=503)
    now, pauses = START, []
    for _ in range(4):
        assert polling.fetch(first, now=now).error == "the source answered with status 503"
        pauses.append((health(first).next_poll_at - now).total_seconds())  # type: ignore[operator]  # a time is there
        now += timedelta(minutes=20)
    assert health(first).breaker == Breaker.OPEN
    assert all(0.9 * 10 * 2**n <= pause <= 1.1 * 10 * 2**n for n, pause in enumerate(pauses, 1))
    source.say(body("7141", now))
    assert polling.fetch(first, now=now).error == ""
    mended = health(first)
    assert (mended.breaker, mended.failures) == (Breaker.CLOSED, 0)
    assert wait_after(30, 10) == LONGEST_WAIT


def test_an_open_breaker_tries_once_and_opens_again(source: Source, first: Provider) -> None:
    source.say(b"", status=500)
    ProviderHealth.objects.create(provider=first, breaker=Breaker.OPEN, failures=3, next_poll_at=START)
    assert claim_turn(first, now=START - timedelta(seconds=1)) is None
    turn = claim_turn(first, now=START)
    assert turn is not None
    assert turn.breaker == Breaker.HALF_OPEN
    assert claim_turn(first, now=START) is None, "nobody else tries meanwhile"
    polling.poll(first, turn, now=START)
    assert (health(first).breaker, health(first).failures) == (Breaker.OPEN, 4)


def test_a_source_that_asks_to_be_left_alone_is(source: Source, first: Provider) -> None:
    source.say(b"", status=429, Retry_After="1200")
    polling.fetch(first, now=START)
    assert health(first).next_poll_at >= START + timedelta(seconds=0.9 * 1200)  # type: ignore[operator]  # set


def test_each_provider_has_its_own_schedule(source: Source, first: Provider) -> None:
    source.say(body("7141", START))
    with override_settings(TAJUK_MARKET_SIMULATOR=False):
        poller = tasks.Poller(AtOnce())
        begun = [poller.round(START + timedelta(seconds=second)) for second in range(0, 30, 2)]
    assert sum(begun) == len(source.asked) in {3, 4}
    ask_now(first, now=START + timedelta(seconds=30))
    assert poller.round(START + timedelta(seconds=30)) == 1


def test_a_clock_that_was_set_back_stops_no_poll(source: Source, first: Provider) -> None:
    source.say(body("7141", START))
    polling.fetch(first, now=START + timedelta(days=2))
    poller = tasks.Poller(AtOnce())
    assert poller.round(START) == 1


def test_the_chain_falls_back_and_says_who_speaks_and_comes_back(
    source: Source, first: Provider, provider: Provider
) -> None:
    def second_says(value: str, now: datetime) -> int:
        done = apply_ticks([tick_at(value, now)], provider=provider, now=now)
        return done.applied

    source.say(body("7141", START))
    polling.fetch(first, now=START)
    now = START + timedelta(seconds=30)
    assert second_says("7000", now) == 0, "the first has spoken just now"
    assert quote().link.provider == first  # type: ignore[union-attr]  # it is linked
    source.say(b"", status=500)
    now = START + timedelta(minutes=3)
    polling.fetch(first, now=now)
    assert second_says("7142", now) == 1
    shown = queries.named(["IDX"], now)[0]
    assert (shown.provider, shown.shown["id"].licence) == ("Feed", "Sumber: uji.")
    now += timedelta(seconds=30)
    source.say(body("7143", now))
    polling.fetch(first, now=now)
    assert queries.named(["IDX"], now)[0].provider == "First"
    assert second_says("7000", now + timedelta(seconds=5)) == 0


def test_an_open_breaker_lets_the_next_speak_at_once(first: Provider, provider: Provider) -> None:
    ProviderLink.objects.filter(provider=first).update(heard_at=START)
    assert apply_ticks([tick_at("7141", START)], provider=provider, now=START).outranked == 1
    ProviderHealth.objects.create(provider=first, breaker=Breaker.OPEN)
    assert apply_ticks([tick_at("7141", START)], provider=provider, now=START).applied == 1


def test_a_feed_that_repeats_an_old_tick_has_not_spoken(
    source: Source, first: Provider, provider: Provider
) -> None:
    source.say(body("7141", START))
    for minute in range(5):
        polling.fetch(first, now=START + timedelta(minutes=minute))
    now = START + timedelta(minutes=5)
    assert apply_ticks([tick_at("7150", now)], provider=provider, now=now).applied == 1


def test_the_second_is_not_asked_while_the_first_speaks(
    source: Source, first: Provider, provider: Provider
) -> None:
    Provider.objects.filter(pk=provider.pk).update(adapter="json", settings={"url": source.url("/second")})
    provider.refresh_from_db()
    source.say(body("7141", START))
    polling.fetch(first, now=START)
    result = polling.fetch(provider, now=START + timedelta(seconds=5))
    assert (result.error, [path for path, _ in source.asked]) == ("", ["/all"])


def test_a_secret_is_sent_and_told_to_nobody(
    source: Source, first: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    first.settings |= {
        "url": source.url("/{credential}"),
        "headers": {"X-Key": "{credential}"},
    }
    first.save()
    caplog.set_level(logging.DEBUG)
    with override_settings(TAJUK_MARKET_CREDENTIALS={"first": "rahasia-besar"}):
        source.say(body("7141", START), path="/rahasia-besar", ETag='"a"')
        assert polling.fetch(first, now=START).error == ""
        assert source.asked[0][1]["x-key"] == "rahasia-besar"
        source.say(b"", status=302, path="/rahasia-besar", Location=source.url("/rahasia-besar"))
        error = polling.fetch(first, now=START).error
    assert error == "the source answered with status 302", "a secret is not carried on"
    kept = orjson.dumps([health(first).memory, health(first).last_error]).decode()
    assert "rahasia" not in caplog.text + error + kept
    assert "none is set" in polling.fetch(first, now=START).error


def test_one_bad_row_is_quarantined_and_the_others_apply(
    source: Source, first: Provider, make_instrument: Make
) -> None:
    other = make_instrument("LQ45")
    ProviderLink.objects.create(instrument=other, provider=first, order=0)
    rows = [
        {"s": "IDX", "v": "7141", "t": START.isoformat()},
        {"s": "LQ45", "v": "delapan", "t": START.isoformat()},
    ]
    source.say(orjson.dumps(rows))
    assert polling.fetch(first, now=START).error == ""
    held = QuarantinedTick.objects.get()
    assert (held.instrument, held.reason, "delapan" in str(held.payload)) == (other, "unreadable", True)
    assert quote().value == 7141


def test_what_came_is_recorded_where_the_settings_say_so(source: Source, first: Provider) -> None:
    first.settings |= {"record": True}
    source.say(body("7141", START))
    polling.fetch(first, now=START)
    (recording,) = polling.folder_of(first).glob("recorded-*.jsonl")
    assert orjson.loads(recording.read_bytes())["value"] == "7141.00000000"
    recording.unlink()


def tick_at(value: str, now: datetime) -> Tick:
    return Tick("IDX", Decimal(value), now)


def test_a_quote_left_by_a_clock_that_was_ahead_keeps_no_true_tick_out(
    make_instrument: Make, provider: Provider
) -> None:
    make_instrument()
    ahead = START + timedelta(days=2)
    apply_ticks([tick_at("7141", ahead)], provider=provider, now=ahead)
    assert queries.named(["IDX"], START)[0].state == State.STALE
    done = apply_ticks([tick_at("7142", START)], provider=provider, now=START)
    assert (done.applied, quote().value, quote().as_of) == (1, 7142, START)

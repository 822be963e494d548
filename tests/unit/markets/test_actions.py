"""Ticks become quotes when newer and believable; everything else leaves the last good value alone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tajuk.markets import queries
from tajuk.markets.actions import (
    BadClose,
    NotWaiting,
    accept_tick,
    apply_ticks,
    reject_tick,
    set_official_close,
)  # fmt: skip
from tajuk.markets.enums import Decision, Kind, Provenance, Reason, State
from tajuk.markets.models import (
    DailyBar,
    Instrument,
    Provider,
    ProviderLink,
    QuarantinedTick,
    Quote,
    SessionTemplate,
)  # fmt: skip
from tajuk.markets.signals import quotes_changed
from tests.unit.markets.conftest import tick, wib

pytestmark = pytest.mark.django_db
Make = Callable[..., Instrument]
THURSDAY, WEDNESDAY = date(2024, 1, 18), date(2024, 1, 17)


def shown(symbol: str, now: str) -> queries.BarItem:
    return queries.named([symbol], wib(now))[0]


def test_a_newer_tick_becomes_the_quote(make_instrument: Make, provider: Provider) -> None:
    make_instrument()
    now = wib("2024-01-19 10:00:05")
    told = tick(
        "IDX", "7141", "2024-01-19 10:00", previous_close=Decimal("7180.42"), previous_close_date=THURSDAY
    )
    done = apply_ticks([told], provider=provider, now=now)
    assert (done.applied, done.symbols) == (1, frozenset({"IDX"}))
    item = shown("IDX", "2024-01-19 10:00:10")
    assert (item.value, item.change, item.change_percent) == (7141, Decimal("-39.42"), Decimal("-0.55"))
    assert (item.state, item.shown["id"].change, item.shown["en"].percent) == (State.LIVE, "-39,42", "-0.55%")
    assert Quote.objects.get().previous_close_provenance == Provenance.PROVIDER


def test_older_and_repeated_ticks_change_nothing(make_instrument: Make, provider: Provider) -> None:
    make_instrument()
    now = wib("2024-01-19 10:05")
    first = tick("IDX", "7141", "2024-01-19 10:00", sequence=5)
    apply_ticks([first], provider=provider, now=now)
    late = [
        first,
        tick("IDX", "7000", "2024-01-19 09:59"),
        tick("IDX", "7000", "2024-01-19 10:00", sequence=4),
    ]
    done = apply_ticks(late, provider=provider, now=now)
    assert (done.applied, done.older) == (0, 3)
    assert Quote.objects.get().value == 7141
    done = apply_ticks([tick("IDX", "7142", "2024-01-19 10:00", sequence=6)], provider=provider, now=now)
    assert done.applied == 1


@pytest.mark.parametrize(
    ("value", "as_of", "reason"),
    [
        ("0", "2024-01-19 10:01", Reason.ZERO),
        ("-7141", "2024-01-19 10:01", Reason.NEGATIVE),
        ("80000", "2024-01-19 10:01", Reason.JUMP),
        ("7.141", "2024-01-19 10:01", Reason.DECIMAL_COMMA),
        ("7141", "2024-01-21 10:01", Reason.FUTURE),
    ],
)
def test_bad_ticks_are_quarantined_and_the_last_good_value_stands(
    make_instrument: Make, provider: Provider, value: str, as_of: str, reason: Reason
) -> None:
    make_instrument()
    apply_ticks([tick("IDX", "7141", "2024-01-19 10:00")], provider=provider, now=wib("2024-01-19 10:00"))
    for second in (0, 5):
        done = apply_ticks(
            [tick("IDX", value, as_of)], provider=provider, now=wib(f"2024-01-19 10:01:0{second}")
        )
        assert done.quarantined == 1
    quote, held = Quote.objects.get(), QuarantinedTick.objects.get()
    assert (quote.value, quote.as_of) == (7141, wib("2024-01-19 10:00"))
    assert (held.reason, held.count, held.last_value) == (reason, 2, 7141)
    item = shown("IDX", "2024-01-19 10:05")
    assert (item.state, item.shown["id"].time) == (State.STALE, "10:00 WIB")


def test_a_provider_speaks_only_of_what_it_is_linked_to(make_instrument: Make, provider: Provider) -> None:
    make_instrument()
    stranger = Provider.objects.create(key="other", name="Other", adapter="push")
    now = wib("2024-01-19 10:00")
    assert apply_ticks([tick("IDX", "1", "2024-01-19 10:00")], provider=stranger, now=now).unknown == 1
    assert apply_ticks([tick("XYZ", "1", "2024-01-19 10:00")], provider=provider, now=now).unknown == 1
    assert not Quote.objects.exists()


def test_the_new_day_begins_with_the_official_close(make_instrument: Make, provider: Provider) -> None:
    row = make_instrument()
    apply_ticks([tick("IDX", "3517.275", "2024-01-18 15:45")], provider=provider, now=wib("2024-01-18 15:45"))
    set_official_close(row, date=THURSDAY, value=Decimal("3534.284"), now=wib("2024-01-18 16:30"))
    apply_ticks([tick("IDX", "3459.36", "2024-01-19 10:00")], provider=provider, now=wib("2024-01-19 10:00"))
    quote = Quote.objects.get()
    assert (quote.previous_close, quote.previous_close_date) == (Decimal("3534.284"), THURSDAY)
    assert shown("IDX", "2024-01-19 10:00").change_percent == Decimal("-2.12")
    assert quote.open == quote.high == quote.low == quote.value


def test_after_a_gap_at_the_close_the_change_waits_for_the_official_one(
    make_instrument: Make, provider: Provider
) -> None:
    row = make_instrument()
    set_official_close(row, date=WEDNESDAY, value=Decimal("3540"), now=wib("2024-01-17 16:30"))
    apply_ticks([tick("IDX", "3517.275", "2024-01-18 15:45")], provider=provider, now=wib("2024-01-18 15:45"))
    assert shown("IDX", "2024-01-18 15:45").change is not None
    assert shown("IDX", "2024-01-18 17:00").shown["id"].change == "–"
    apply_ticks([tick("IDX", "3459.36", "2024-01-19 10:00")], provider=provider, now=wib("2024-01-19 10:00"))
    item = shown("IDX", "2024-01-19 10:00")
    assert (item.value, item.change, item.shown["id"].percent) == (Decimal("3459.36"), None, "–")
    set_official_close(row, date=THURSDAY, value=Decimal("3534.284"), now=wib("2024-01-19 10:01"))
    assert shown("IDX", "2024-01-19 10:01").shown["id"].percent == "-2,12%"


def test_the_official_close_becomes_the_value_of_its_day(make_instrument: Make, provider: Provider) -> None:
    row = make_instrument()
    set_official_close(row, date=WEDNESDAY, value=Decimal("3540"), now=wib("2024-01-17 16:30"))
    apply_ticks([tick("IDX", "3517.275", "2024-01-18 15:45")], provider=provider, now=wib("2024-01-18 15:45"))
    bar = set_official_close(row, date=THURSDAY, value=Decimal("3534.284"), now=wib("2024-01-18 17:00"))
    item = shown("IDX", "2024-01-18 17:00")
    assert (item.value, item.as_of, item.state) == (
        Decimal("3534.284"),
        wib("2024-01-18 16:01"),
        State.CLOSED,
    )
    assert item.shown["id"].change == "-5,72"
    assert (bar.low, bar.high) == (Decimal("3517.275"), Decimal("3534.284"))


def test_an_official_close_outranks_the_providers_word(make_instrument: Make, provider: Provider) -> None:
    row = make_instrument()
    set_official_close(row, date=THURSDAY, value=Decimal("3534.284"), now=wib("2024-01-18 17:00"))
    told = tick("IDX", "3459.36", "2024-01-19 10:00", previous_close=Decimal("3517.275"))
    apply_ticks([told], provider=provider, now=wib("2024-01-19 10:00"))
    assert Quote.objects.get().previous_close == Decimal("3534.284")


@pytest.mark.parametrize(
    ("day", "value", "now"),
    [
        (date(2024, 1, 20), "7141", "2024-01-22 10:00"),
        (date(2024, 1, 19), "7141", "2024-01-19 15:59"),
        (date(2024, 1, 19), "0", "2024-01-19 17:00"),
        (date(2024, 1, 19), "-5", "2024-01-19 17:00"),
    ],
)
def test_closes_that_cannot_be_are_refused(make_instrument: Make, day: date, value: str, now: str) -> None:
    row = make_instrument()
    with pytest.raises(BadClose):
        set_official_close(row, date=day, value=Decimal(value), now=wib(now))
    assert not DailyBar.objects.exists()


def test_a_market_that_never_rests_rolls_at_its_close(make_instrument: Make, provider: Provider) -> None:
    row = make_instrument("BTC/USD", calendar="kripto", kind=Kind.CRYPTO)
    apply_ticks(
        [tick("BTC/USD", "41000", "2024-01-19 06:59")], provider=provider, now=wib("2024-01-19 06:59")
    )
    set_official_close(row, date=THURSDAY, value=Decimal(41010), now=wib("2024-01-19 07:00"))
    apply_ticks(
        [tick("BTC/USD", "41100", "2024-01-19 07:01")], provider=provider, now=wib("2024-01-19 07:01")
    )
    assert shown("BTC/USD", "2024-01-19 07:01").change == 90


def test_highs_and_lows_follow_the_ticks_of_a_day(make_instrument: Make, provider: Provider) -> None:
    make_instrument()
    values = [("7100", "09:01"), ("7200", "10:00"), ("7050", "11:00"), ("7141", "11:05")]
    ticks = [tick("IDX", value, f"2024-01-19 {clock}") for value, clock in values]
    apply_ticks(ticks, provider=provider, now=wib("2024-01-19 11:06"))
    quote = Quote.objects.get()
    assert (quote.open, quote.high, quote.low, quote.value) == (7100, 7200, 7050, 7141)


def test_the_desk_accepts_or_rejects_once(make_instrument: Make, provider: Provider) -> None:
    make_instrument()
    now = wib("2024-01-19 10:01")
    apply_ticks([tick("IDX", "7141", "2024-01-19 10:00")], provider=provider, now=now)
    apply_ticks([tick("IDX", "5000", "2024-01-19 10:01")], provider=provider, now=now)
    held = QuarantinedTick.objects.get()
    assert accept_tick(held, by=None, now=now).applied == 1
    assert (Quote.objects.get().value, held.decision) == (5000, Decision.ACCEPTED)
    with pytest.raises(NotWaiting):
        reject_tick(held, by=None, now=now)


def test_news_is_told_on_commit_with_the_symbols(
    make_instrument: Make, provider: Provider, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    make_instrument()
    heard: list[tuple[frozenset[str], datetime]] = []

    def hear(sender: object, symbols: frozenset[str], now: datetime, **kwargs: object) -> None:
        heard.append((symbols, now))

    quotes_changed.connect(hear)
    now = wib("2024-01-19 10:00")
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            apply_ticks([tick("IDX", "7141", "2024-01-19 10:00")], provider=provider, now=now)
            assert heard == []
        assert heard == [(frozenset({"IDX"}), now)]
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            apply_ticks([tick("IDX", "7141", "2024-01-19 10:00")], provider=provider, now=now)
        assert len(heard) == 1
    finally:
        quotes_changed.disconnect(hear)


@pytest.mark.parametrize("count", [1, 20])
def test_applying_takes_as_many_queries_for_one_as_for_twenty(
    make_instrument: Make,
    provider: Provider,
    django_assert_max_num_queries: Callable[..., object],
    count: int,
) -> None:
    for number in range(count):
        make_instrument(f"I{number}")
    shown("I0", "2024-01-19 10:00")
    ticks = [tick(f"I{number}", "7141", "2024-01-19 10:00") for number in range(count)]
    with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
        assert apply_ticks(ticks, provider=provider, now=wib("2024-01-19 10:00")).applied == count


def test_many_ticks_are_applied_in_one_go(make_instrument: Make, provider: Provider) -> None:
    make_instrument()
    start = wib("2024-01-19 10:00")
    ticks = [
        tick("IDX", str(7141 + number % 7), "2024-01-19 10:00", sequence=number) for number in range(2_000)
    ]
    assert apply_ticks(ticks, provider=provider, now=start + timedelta(seconds=1)).applied == 2_000


def test_the_database_keeps_what_cannot_be_out(make_instrument: Make, provider: Provider) -> None:
    row, now = make_instrument(), wib("2024-01-19 10:00")
    wrong = [
        lambda: Instrument.objects.create(symbol="IDX", calendar=row.calendar, kind=Kind.INDEX),
        lambda: Instrument.objects.create(symbol="A", calendar=row.calendar, kind="planet"),
        lambda: Instrument.objects.create(
            symbol="A", calendar=row.calendar, kind=Kind.INDEX, decimals_value=9
        ),
        lambda: Quote.objects.create(instrument=row, value=1, previous_close=2, as_of=now, received_at=now),
        lambda: Quote.objects.create(instrument=row, value=1, high=1, low=2, as_of=now, received_at=now),
        lambda: DailyBar.objects.create(
            instrument=row, date=THURSDAY, close=3, high=2, provenance="official"
        ),
        lambda: DailyBar.objects.create(instrument=row, date=THURSDAY, close=3, provenance="rumour"),
        lambda: SessionTemplate.objects.create(
            calendar=row.calendar,
            weekday=7,
            phase="session",
            opens="09:00",
            closes="10:00",
            valid_from=THURSDAY,
        ),
        lambda: SessionTemplate.objects.create(
            calendar=row.calendar,
            weekday=1,
            phase="session",
            opens="09:00",
            closes="08:00",
            valid_from=THURSDAY,
        ),
        lambda: ProviderLink.objects.create(instrument=row, provider=provider),
    ]
    for make in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            make()
    row.symbol = "usd idr"
    with pytest.raises(ValidationError):
        row.full_clean()

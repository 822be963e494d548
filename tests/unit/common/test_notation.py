"""The notation holds the eleven facts of the design, both ways, and agrees with CLDR."""

import decimal
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from babel.dates import format_datetime
from babel.numbers import format_compact_decimal, format_currency, format_decimal
from hypothesis import assume, given
from hypothesis import strategies as st

from tajuk.common import notation
from tajuk.common.clock import WIB, WIT, WITA
from tajuk.common.notation import (
    MINUS,
    Language,
    format_change,
    format_compact,
    format_moment,
    format_money,
    format_number,
    format_percent,
    format_time,
    parse_amount,
    parse_moment,
    parse_money,
    parse_number,
    parse_percent,
)

# symbol, printed value, change and per cent, their decimals, and the numbers they stand for
Fact = tuple[str, str, str, str, int, str, str, str]
FACTS: list[Fact] = [
    ("EMAS", "1.508.000", "10.000", "0,67%", 0, "1508000", "10000", "0.67"),
    ("USD/IDR", "15.930", "-61,00", "-0,38%", 2, "15930", "-61.00", "-0.38"),
    ("IDX", "7.141", "-39,42", "-0,55%", 2, "7141", "-39.42", "-0.55"),
    ("KOMPAS100", "1.095", "-7,91", "-0,72%", 2, "1095", "-7.91", "-0.72"),
    ("LQ45", "866", "-8,90", "-1,02%", 2, "866", "-8.90", "-1.02"),
    ("ISSI", "220", "0,44", "0,20%", 2, "220", "0.44", "0.20"),
    ("IDX30", "443", "-4,74", "-1,06%", 2, "443", "-4.74", "-1.06"),
    ("IDXHIDIV20", "534", "-3,94", "-0,73%", 2, "534", "-3.94", "-0.73"),
    ("IDX80", "126", "-0,93", "-0,74%", 2, "126", "-0.93", "-0.74"),
    ("IDXV30", "134", "-0,98", "-0,72%", 2, "134", "-0.98", "-0.72"),
    ("IDXQ30", "148", "-1,09", "-0,73%", 2, "148", "-1.09", "-0.73"),
]
LANGUAGES: list[Language] = ["id", "en"]
LOCALES = {"id": "id_ID", "en": "en_US"}
FIGURES = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=6)
MOMENTS = st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2150, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize("fact", FACTS, ids=[fact[0] for fact in FACTS])
def test_eleven_facts_are_read_and_written_exactly(fact: Fact) -> None:
    _, value_text, change_text, percent_text, decimals, value, change, percent = fact
    assert parse_number(value_text, "id") == Decimal(value)
    assert parse_number(change_text, "id") == Decimal(change)
    assert parse_percent(percent_text, "id") == Decimal(percent)
    assert format_number(Decimal(value), 0, "id") == value_text
    assert format_change(Decimal(change), decimals, "id") == change_text
    assert format_percent(Decimal(percent), "id") == percent_text


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=FIGURES, decimals=st.integers(min_value=0, max_value=8))
def test_what_is_written_is_read_back(language: Language, value: Decimal, decimals: int) -> None:
    for minus in ("-", MINUS):
        text = format_number(value, decimals, language, minus=minus)
        assert parse_number(text, language) == notation.rounded(value, decimals)


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=FIGURES, decimals=st.integers(min_value=0, max_value=6))
def test_numbers_agree_with_cldr(language: Language, value: Decimal, decimals: int) -> None:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with decimal.localcontext() as context:
        context.rounding = decimal.ROUND_HALF_UP
        expected = format_decimal(notation.rounded(value, decimals), format=pattern, locale=LOCALES[language])
    assert format_number(value, decimals, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@given(moment=MOMENTS)
def test_moments_agree_with_cldr_and_are_read_back(language: Language, moment: datetime) -> None:
    for zone in (WIB, WITA, WIT):
        text = format_moment(moment, language, zone)
        plain = format_datetime(moment, "EEEE, d MMMM y / HH:mm", locale=language, tzinfo=zone)
        assert text.rpartition(" ")[0] == plain
        if moment.year >= 1970:  # earlier the zones had other offsets under the same names
            assert parse_moment(text) == moment.replace(second=0, microsecond=0)


def test_moment_of_the_design() -> None:
    moment = datetime(2024, 1, 19, 11, 34, tzinfo=UTC)
    assert format_moment(moment, "id") == "Jumat, 19 Januari 2024 / 18:34 WIB"
    assert format_moment(moment, "en") == "Friday, 19 January 2024 / 18:34 WIB"
    assert format_moment(moment, "id", WITA) == "Jumat, 19 Januari 2024 / 19:34 WITA"
    assert format_moment(moment, "id", WIT) == "Jumat, 19 Januari 2024 / 20:34 WIT"
    assert format_time(moment) == "18:34 WIB"


def test_midnight_in_jakarta_is_the_next_day() -> None:
    moment = datetime(2024, 1, 19, 17, 0, tzinfo=UTC)
    assert format_moment(moment, "id") == "Sabtu, 20 Januari 2024 / 00:00 WIB"


@pytest.mark.parametrize(
    "text",
    [
        "Jumat, 19 Januari 2024 / 18:34 WIB", "Friday, 19 January 2024 / 18:34 WIB",
        "19 Januari 2024 18.34 WIB", "Jum'at, 19 Januari 2024 - 20:34 wit",
        "Jumat, 19 Jan 2024, pukul 18.34", "19 January 2024 | 11:34 UTC",
    ],
)  # fmt: skip
def test_date_lines_are_read(text: str) -> None:
    assert parse_moment(text) == datetime(2024, 1, 19, 11, 34, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "kemarin", "32 Januari 2024", "19 Foo 2024", "19 Mei 2024 25:00 WIB"])
def test_what_is_no_date_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date line|range|must be"):
        parse_moment(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [("15.93", "id"), ("1.50.000", "id"), ("1,508,000", "id"), ("1.508.000", "en"), ("", "id"), ("-", "id"),
     ("1e5", "id"), ("٣", "id"), ("NaN", "en"), ("1.508,", "id"), ("9" * 100, "id"), ("1 508", "id")],
)  # fmt: skip
def test_wrong_or_foreign_numbers_are_refused(text: str, language: Language) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        parse_number(text, language)


def test_signs_are_the_callers_choice() -> None:
    assert format_number(Decimal("-61"), 2, "id", minus=MINUS) == "−61,00"
    assert format_change(Decimal("0.44"), 2, "id", plus="+") == "+0,44"
    assert format_change(None, 2, "id") == "–"
    assert format_percent(None, "en") == "–"


def test_zero_has_no_sign_and_halves_go_away_from_it() -> None:
    assert format_number(Decimal("-0.004"), 2, "id", plus="+") == "0,00"
    assert format_number(Decimal("0.125"), 2, "en") == "0.13"
    assert format_number(Decimal("-0.125"), 2, "en") == "-0.13"


def test_floats_and_what_is_no_number_are_refused() -> None:
    with pytest.raises(TypeError):
        format_number(0.1, 2, "id")  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(ValueError, match="not a figure"):
        format_number(Decimal("NaN"), 2, "id")


@pytest.mark.parametrize(("value", "decimals"), [("1508000", 0), ("-1508000", 0), ("12.5", 2)])
def test_money_agrees_with_cldr(value: str, decimals: int) -> None:
    pattern = "¤ #,##0" + (".00" if decimals else "")
    expected = format_currency(Decimal(value), "IDR", format=pattern, currency_digits=False, locale="id_ID")
    assert format_money(Decimal(value), "IDR", "id", decimals=decimals) == expected
    assert parse_money(expected, "id") == (Decimal(value), "IDR")


def test_money_of_other_countries() -> None:
    assert format_money(1508000, "IDR", "en") == "Rp 1,508,000"
    assert format_money(Decimal("78.5"), "USD", "id", decimals=2) == "US$ 78,50"
    assert format_money(5, "MYR", "id") == "MYR 5"
    assert parse_money("US$ 12,5 juta", "id") == (Decimal("12500000"), "USD")
    with pytest.raises(ValueError, match="currency"):
        parse_money("Q$ 5", "id")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", ["short", "long"])
@given(value=st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1).filter(lambda value: abs(value) >= 1))
def test_compact_agrees_with_cldr(language: Language, style: str, value: int) -> None:
    text = format_compact(value, language, style=style)  # type: ignore[arg-type]  # parametrised literal
    with decimal.localcontext() as context:
        context.rounding = decimal.ROUND_HALF_UP
        expected = format_compact_decimal(
            Decimal(value),
            format_type=style,
            locale=language,
            fraction_digits=1,  # type: ignore[arg-type]
        )
    # Babel takes the unit before it rounds and prints "1000 ribu" where readers expect "1 juta".
    assume("1000" not in expected)
    assert text == expected.replace("\xa0", " ")


def test_compact_units() -> None:
    assert format_compact(1_500_000, "id") == "1,5 jt"
    assert format_compact(12_500_000_000, "id") == "12,5 M"
    assert format_compact(7_400_000_000_000, "id") == "7,4 T"
    assert format_compact(12_500_000_000, "id", style="long") == "12,5 miliar"
    assert format_compact(999_960, "id", style="long") == "1 juta"
    assert parse_amount("12,5 M", "id") == 12_500_000_000
    assert parse_amount("12.5M", "en") == 12_500_000
    with pytest.raises(ValueError, match="amount"):
        parse_amount("5 lusin", "id")


def test_a_thousand_figures_take_little_time() -> None:
    started = datetime.now(UTC)
    for _ in range(1000):
        format_number(Decimal("-1508000.25"), 2, "id")
    assert datetime.now(UTC) - started < timedelta(seconds=1)

"""Embargoes in words: found in two languages, proposed and never believed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajuk.wires.embargoes import MOST, find

ABOUT = datetime(2024, 1, 19, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("EMBARGO sampai 20 Januari 2024 pukul 00.01 WIB", "2024-01-19T17:01"),
        ("EMBARGO 20/1/2024 18.00 WIB", "2024-01-20T11:00"),
        ("Tidak untuk disiarkan sebelum Sabtu (20/1/2024) pukul 06.00 WITA", "2024-01-19T22:00"),
        ("Tidak boleh disiarkan sebelum pukul 9 WIT tanggal 21 Januari", "2024-01-21T00:00"),
        ("Belum boleh dipublikasikan hingga jam 19:30 WIB, 20 Jan", "2024-01-20T12:30"),
        ("embargo sampai tengah malam WIB 20 Januari 2024", "2024-01-19T17:00"),
        ("NOT FOR RELEASE BEFORE 0001 GMT SATURDAY JANUARY 20, 2024", "2024-01-20T00:01"),
        ("Embargoed until 6 a.m. ET Jan 20", "2024-01-20T11:00"),
        ("Embargoed until 12:01 a.m. Eastern Time Jan. 20", "2024-01-20T05:01"),
        ("Hold for release until noon EST, January 20", "2024-01-20T17:00"),
        ("EMBARGOED FOR 2024-01-20T06:00:00+07:00", "2024-01-19T23:00"),
        ("EMBARGO 20 Jan 2024, 0600 hrs SGT", "2024-01-19T22:00"),
        ("EMBARGO until further notice", None),
        ("Strictly embargoed until Jan 20", None),
        ("embargo until 31 Feb 2024 10:00 WIB", None),
        ("EMBARGO 3/4/2024 18.00 WIB", None),
    ],
)
def test_words_hold_and_name_the_moment_only_where_it_is_sure(words: str, until: str | None) -> None:
    found = find(["Kabar.", f"Catatan. {words}\nIsi berita."], about=ABOUT)
    assert found is not None
    assert words in found.words
    assert found.until == (datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None)


@pytest.mark.parametrize(
    "words",
    ["The oil embargo on Iran since Jan 20", "embargo senjata terhadap Rusia", "Embargo lifted",
     "embargo sudah dicabut", "Tanpa embargo", "Ekspor naik 7% pada 20 Januari"],
)  # fmt: skip
def test_trade_embargoes_and_those_that_are_over_hold_nothing(words: str) -> None:
    assert find([words], about=ABOUT) is None


def test_date_without_a_year_is_the_nearest() -> None:
    december = datetime(2023, 12, 31, 20, tzinfo=UTC)
    found = find(["Embargoed until 6 a.m. GMT Jan 2"], about=december)
    assert found is not None
    assert found.until == datetime(2024, 1, 2, 6, tzinfo=UTC)


@given(
    st.text(max_size=400),
    st.sampled_from(["embargo ", "not for release before ", "tidak untuk disiarkan sebelum "]),
)
def test_any_words_are_read_without_a_fault(words: str, sign: str) -> None:
    found = find([sign + words, words], about=ABOUT)
    assert found is None or found.until is None or found.until.tzinfo is not None


def test_row_29_long_text_is_read_in_linear_time() -> None:
    from time import process_time

    def cost(count: int) -> float:
        begun = process_time()
        for text in (
            "not for " * count,
            "embargo 1 " * count,
            " " * count,
            "hold until " * count,
            "1:1" * count,
        ):
            find([text], about=ABOUT)
        return process_time() - begun

    cost(10)
    short, long = max(cost(200), 0.001), cost(200 * 64)
    assert long < short * 64 * 8, "and never more than of its first characters"
    assert MOST <= 20_000

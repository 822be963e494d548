"""The figure check: what copy says beside what the data says."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from tajuk.common.notation import Language, format_number
from tajuk.markets.figures import Facts, Verdict, check, facts_at
from tajuk.markets.figures.facts import facts_from
from tajuk.markets.figures.labels import NotLabelled, measure, read
from tajuk.markets.models import DailyBar, Instrument, IntradayBar, Quote
from tests.unit.markets.conftest import wib

SAMPLES = Path(__file__).parents[2] / "samples" / "figures"
NOW = wib("2026-11-23 18:34")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_from(json.loads((SAMPLES / "data.json").read_text("utf-8")))


def verdicts(text: str, facts: Facts, language: Language = "id") -> list[tuple[str, str, str]]:
    return [(one.text, one.symbol, one.verdict.value) for one in check(text, language, facts)]


@pytest.mark.parametrize(
    ("name", "precision", "recall"), [("developed", 0.99, 0.99), ("held-out", 0.95, 0.85)]
)
def test_the_labelled_sentences_are_judged_as_people_judged_them(
    name: str, precision: float, recall: float
) -> None:
    score = measure(read(SAMPLES / f"{name}.txt", now=NOW))
    assert score.sentences > 100
    assert (score.precision >= precision, score.recall >= recall) == (True, True), score.misses


def test_both_parts_together_have_more_than_200_sentences_and_share_none() -> None:
    parts = [
        {sentence.text for sentence in read(SAMPLES / f"{name}.txt", now=NOW)}
        for name in ("developed", "held-out")
    ]
    assert len(parts[0]) + len(parts[1]) >= 200
    assert len(parts[0] & parts[1]) <= 1


def test_a_figure_is_shown_where_it_stands(facts: Facts) -> None:
    text = "Pasar sepi. IHSG turun 0,55% ke 7.114."
    found = check(text, "id", facts)
    assert [text[one.start : one.end] for one in found] == ["0,55%", "7.114"]
    assert found[1].verdict is Verdict.DIFFERS
    assert found[1].data == Decimal("7140.98")
    assert found[1].as_of == facts.moment


@pytest.mark.parametrize(
    "text",
    [
        "IHSG diperkirakan bergerak di rentang 7.050-7.200.",
        "Target IHSG 7.800 pada akhir 2024.",
        "Tahun lalu IHSG naik 6,16%.",
        "Jika menembus 7.250, IHSG akan menuju 7.300.",
    ],
)
def test_what_may_be_or_was_long_ago_is_neither_right_nor_wrong(text: str, facts: Facts) -> None:
    assert {verdict for _, _, verdict in verdicts(text, facts)} <= {"unknown"}


def test_a_figure_is_compared_as_exactly_as_it_is_written(facts: Facts) -> None:
    said = ["7.140,98", "7.141,0", "7.141", "7.140", "7.141,1", "7.140,9"]
    found = [verdicts(f"IHSG ditutup di {figure}.", facts)[0][2] for figure in said]
    assert found == ["agrees", "agrees", "agrees", "differs", "differs", "differs"]


def test_unit_words_scale_a_figure_and_its_rounding(facts: Facts) -> None:
    said = {"Rp 1,508 juta": "agrees", "Rp 1,51 juta": "agrees", "Rp 1,5 jt": "agrees", "Rp 1,52 juta": "differs",
            "Rp 1.508 ribu": "agrees", "Rp 1,508 miliar": "differs"}  # fmt: skip
    assert {
        figure: verdicts(f"Harga emas Antam menjadi {figure} per gram.", facts)[0][2] for figure in said
    } == said


def test_a_currency_is_strong_when_its_figure_falls(facts: Facts) -> None:
    assert verdicts("Rupiah menguat 61 poin.", facts) == [("61 poin", "USD/IDR", "agrees")]
    assert verdicts("Dolar AS melemah 61 poin terhadap rupiah.", facts) == [("61 poin", "USD/IDR", "agrees")]
    assert verdicts("Rupiah melemah 61 poin.", facts) == [("61 poin", "USD/IDR", "differs")]


def test_an_unknown_change_is_not_compared(facts: Facts) -> None:
    told = json.loads((SAMPLES / "data.json").read_text("utf-8"))
    del told["instruments"]["IDX"]["previous"]
    assert verdicts("IHSG turun 0,55% ke 7.141.", facts_from(told)) == [
        ("0,55%", "IDX", "unknown"), ("7.141", "IDX", "agrees"),
    ]  # fmt: skip


@given(
    value=st.decimals(min_value=100, max_value=99_999, places=2),
    language=st.sampled_from(["id", "en"]),
    decimals=st.integers(min_value=0, max_value=2),
)
def test_what_is_written_from_the_data_agrees_with_it(
    value: Decimal, language: Language, decimals: int
) -> None:
    told = {"at": "2024-01-19T18:34:00+07:00",
            "instruments": {"IDX": {"kind": "index", "value": str(value)}}}  # fmt: skip
    written = format_number(value, decimals, language)
    text = f"IHSG ditutup di level {written}." if language == "id" else f"The JCI closed at {written}."
    assert [one.verdict for one in check(text, language, facts_from(told))] == [Verdict.AGREES]


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    facts = facts_from(json.loads((SAMPLES / "data.json").read_text("utf-8")))
    for one in check(f"IHSG {text}", "id", facts):
        assert 0 <= one.start < one.end


def test_long_copy_is_read_in_time(facts: Facts) -> None:
    check("IHSG turun " + "0,5" * 5_000 + " per " * 2_000, "id", facts)
    check("IHSG " + "1.000" * 4_000, "id", facts)


@pytest.mark.django_db
def test_facts_are_those_of_the_story_s_time(seeded: Callable[[datetime], None]) -> None:
    seeded(NOW)
    row = Instrument.objects.get(symbol="IDX")
    bars = list(DailyBar.objects.filter(instrument=row).order_by("-date")[:4])
    then = wib(f"{bars[2].date} 18:00")
    fact = facts_at(then).by_symbol["IDX"]
    assert (fact.value, fact.previous, fact.day) == (bars[2].close, bars[3].close, bars[2].date)
    quote = Quote.objects.get(instrument=row)
    assert facts_at(NOW).by_symbol["IDX"].value == quote.value


@pytest.mark.django_db
def test_in_a_session_that_is_over_the_kept_minutes_speak(seeded: Callable[[datetime], None]) -> None:
    seeded(NOW)
    row = Instrument.objects.get(symbol="IDX")
    day = DailyBar.objects.filter(instrument=row).order_by("-date")[2].date
    at = wib(f"{day} 10:00")
    IntradayBar.objects.filter(instrument=row).delete()  # the seed keeps minutes of its own
    assert facts_at(at + timedelta(minutes=4)).by_symbol["IDX"].value is None
    IntradayBar.objects.create(instrument=row, opens_at=at, last_at=at + timedelta(minutes=3), open=7000, high=7010,
                               low=6990, close=7005)  # fmt: skip
    assert facts_at(at + timedelta(minutes=4)).by_symbol["IDX"].value == 7005
    assert facts_at(at + timedelta(minutes=2)).by_symbol["IDX"].value is None


@pytest.mark.django_db
def test_only_what_copy_names_is_looked_up(
    seeded: Callable[[datetime], None], django_assert_max_num_queries: Callable[[int], object]
) -> None:
    seeded(NOW)
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]  # a context manager
        facts = facts_at(NOW, "IHSG turun 0,55% ke 7.141.")
    assert facts.by_symbol["IDX"].value is not None
    assert facts.by_symbol["LQ45"].value is None


@pytest.mark.django_db
def test_the_command_prints_precision_and_recall() -> None:
    out = StringIO()
    call_command("markets", "figures", "--measure", str(SAMPLES / "held-out.txt"), "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["precision"] >= 0.95
    assert told["recall"] >= 0.85


@pytest.mark.django_db
def test_the_command_says_that_a_sentence_differs(seeded: Callable[[datetime], None]) -> None:
    seeded(NOW)
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("markets", "figures", "IHSG ditutup di 9.140,98.", "--at", NOW.isoformat(), stdout=out)
    assert error.value.returncode == 1
    assert out.getvalue().startswith("differs")


@pytest.mark.parametrize("content", ["# context: nowhere.json\nIHSG turun.", "# at: yesterday\nIHSG turun."])
def test_a_file_that_is_no_labelled_set_is_told_in_one_line(content: str, tmp_path: Path) -> None:
    path = tmp_path / "set.txt"
    path.write_text(content)
    with pytest.raises(NotLabelled, match="line 1"):
        list(read(path, now=NOW))

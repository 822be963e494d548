"""The words of data stories, in Indonesian and English: a headline, paragraphs, and a table."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tajuk.articles.models.data_stories import Subject
from tajuk.common.bilingual import pick
from tajuk.common.notation import Language, format_change, format_date, format_number, format_percent
from tajuk.desk.data_stories import Material, Told
from tajuk.markets.enums import Kind

_SECTOR: Final = ("Sektor ", "sector")
_MOST_SHARES: Final = 3


@dataclass(frozen=True, slots=True)
class Copy:
    """A story in words: plain text, a paragraph each, and the rows of its table, the first being its head."""

    headline: str
    summary: str
    paragraphs: tuple[str, ...]
    table_title: str
    table: tuple[tuple[str, ...], ...]


def copy_of(subject: str, material: Material, language: Language) -> Copy:
    """Return the story of a subject in a language."""
    return _WRITERS[Subject(subject), language](material)


def _n(value: Decimal, places: int, language: Language) -> str:
    return format_number(abs(value), places, language)


def _pct(value: Decimal, language: Language) -> str:
    return format_percent(abs(value), language)


def _way(value: Decimal, up: str, down: str, flat: str) -> str:
    return up if value > 0 else down if value < 0 else flat


def _table(rows: list[Told], head: tuple[str, ...], language: Language) -> tuple[tuple[str, ...], ...]:
    return (
        head,
        *(
            (
                pick(told.row, "name", language),
                format_number(told.value, _places(told), language),
                format_change(told.change, told.row.decimals_change, language),
                format_percent(told.percent, language),
            )
            for told in rows
        ),
    )  # fmt: skip


def _places(told: Told) -> int:
    """Return the decimals that copy writes: an index has its two."""
    return 2 if told.row.kind == Kind.INDEX else told.row.decimals_value


def _longer(material: Material, name: str, language: Language) -> str:
    week, year = material.week, material.year
    if week is None or year is None:
        return ""
    if language == "id":
        up = ("naik", "turun", "tidak berubah")
        return (
            f"Sepanjang pekan ini {name} {_way(week, *up)}{_by(week, 'id')}. "
            f"Sejak awal tahun {name} {_way(year, *up)}{_by(year, 'id')}."
        )
    up = ("up", "down", "unchanged")
    this_week, this_year = (f"{_way(change, *up)}{_by(change, 'en')}" for change in (week, year))
    return f"{name} is {this_week} this week. {name} is {this_year} this year."


def _by(value: Decimal, language: Language) -> str:
    return f" {_pct(value, language)}" if value else ""


def _source(material: Material, language: Language) -> str:
    line = material.licence[language]
    if material.main.row.is_simulated:
        return line or (
            "Angka dalam naskah ini hasil simulasi." if language == "id" else "The figures are simulated."
        )
    return line


def _sectors(material: Material) -> list[Told]:
    found = [told for told in material.others if told.row.name_id.startswith(_SECTOR[0])]
    return sorted(found, key=lambda told: told.percent, reverse=True)


def _shares(material: Material) -> list[Told]:
    found = [told for told in material.others if told.row.kind == Kind.EQUITY and told.change]
    return sorted(found, key=lambda told: abs(told.percent), reverse=True)[:_MOST_SHARES]


def _indices(material: Material) -> list[Told]:
    others = [told for told in material.others if told.row.kind == Kind.INDEX and told.row.on_bar]
    return [material.main, *others]


def _index_id(material: Material) -> Copy:
    main, day = material.main, format_date(material.day, "id")
    name = pick(main.row, "name", "id")
    full = f"Indeks harga saham gabungan ({name})" if name == "IHSG" else f"Indeks {name}"
    way = _way(main.change, "naik", "turun", "tidak berubah")
    moved = f" {_n(main.change, 2, 'id')} poin atau {_pct(main.percent, 'id')}" if main.change else ""
    text = [f"{full} ditutup {way}{moved} ke {_n(main.value, 2, 'id')} pada perdagangan {day}."]
    if main.open and main.high and main.low:
        text.append(
            f"{name} dibuka di {_n(main.open, 2, 'id')}, lalu bergerak di kisaran {_n(main.low, 2, 'id')} "
            f"hingga {_n(main.high, 2, 'id')}."
        )
    if sectors := _sectors(material):
        up, down = sum(told.change > 0 for told in sectors), sum(told.change < 0 for told in sectors)
        text.append(
            f"Dari {len(sectors)} sektor, {up} sektor naik dan {down} sektor turun. {_ends_id(sectors)}"
        )
    if shares := _shares(material):
        told = [f"{s.row.symbol} {_way(s.change, 'naik', 'turun', '')} {_pct(s.percent, 'id')} ke "
                f"Rp {_n(s.value, s.row.decimals_value, 'id')}" for s in shares]  # fmt: skip
        text.append(f"Saham yang bergerak paling jauh: {'; '.join(told)}.")
    text += [_longer(material, name, "id"), _source(material, "id")]
    return Copy(
        headline=f"{name} ditutup {way}{_by(main.percent, 'id')} ke {_n(main.value, 0, 'id')}",
        summary=f"{name} berakhir di {_n(main.value, 2, 'id')} pada {day}.",
        paragraphs=tuple(line for line in text if line),
        table_title=f"Indeks pada penutupan {format_date(material.day, 'id', weekday=False)}",
        table=_table(_indices(material), ("Indeks", "Penutupan", "Perubahan", "%"), "id"),
    )  # fmt: skip


def _ends_id(sectors: list[Told]) -> str:
    best, worst = sectors[0], sectors[-1]
    said = []
    if best.change > 0:
        said.append(
            f"Kenaikan tertinggi dicatat {best.row.name_id.lower()} sebesar {_pct(best.percent, 'id')}."
        )
    if worst.change < 0:
        said.append(
            f"Penurunan terdalam dicatat {worst.row.name_id.lower()} sebesar {_pct(worst.percent, 'id')}."
        )
    return " ".join(said)


def _index_en(material: Material) -> Copy:
    main, day = material.main, format_date(material.day, "en")
    name = pick(main.row, "name", "en")
    way = _way(main.change, "up", "down", "unchanged")
    moved = f" {_n(main.change, 2, 'en')} points, or {_pct(main.percent, 'en')}," if main.change else ""
    text = [f"The {name} closed {way}{moved} at {_n(main.value, 2, 'en')} on {day}."]
    if main.open and main.high and main.low:
        text.append(
            f"The {name} opened at {_n(main.open, 2, 'en')} and moved between {_n(main.low, 2, 'en')} "
            f"and {_n(main.high, 2, 'en')}."
        )
    if sectors := _sectors(material):
        up, down = sum(told.change > 0 for told in sectors), sum(told.change < 0 for told in sectors)
        best, worst = sectors[0], sectors[-1]
        text.append(
            f"Of {len(sectors)} sectors, {up} rose and {down} fell. The {pick(best.row, 'name', 'en').lower()} "
            f"{_way(best.change, 'rose', 'fell', 'moved')} {_pct(best.percent, 'en')}, the "
            f"{pick(worst.row, 'name', 'en').lower()} {_way(worst.change, 'rose', 'fell', 'moved')} "
            f"{_pct(worst.percent, 'en')}."
        )
    text += [_longer(material, f"The {name}", "en"), _source(material, "en")]
    return Copy(
        headline=f"{name} closes {way}{_by(main.percent, 'en')} at {_n(main.value, 0, 'en')}",
        summary=f"The {name} ended at {_n(main.value, 2, 'en')} on {day}.",
        paragraphs=tuple(line for line in text if line),
        table_title=f"Indices at the close, {format_date(material.day, 'en', weekday=False)}",
        table=_table(_indices(material), ("Index", "Close", "Change", "%"), "en"),
    )  # fmt: skip


def _buyback(material: Material) -> Told | None:
    return next((told for told in material.others if told.row.symbol.endswith("BUYBACK")), None)


def _gold_id(material: Material) -> Copy:
    main, day = material.main, format_date(material.day, "id")
    way = _way(main.change, "naik", "turun", "tetap")
    moved = (
        f" Rp {_n(main.change, 0, 'id')} atau {_pct(main.percent, 'id')} menjadi" if main.change else " di"
    )
    price = f"Rp {_n(main.value, 0, 'id')} per gram"
    text = [f"Harga emas Antam {way}{moved} {price} pada {day}."]
    if back := _buyback(material):
        went = f" Rp {_n(back.change, 0, 'id')} menjadi" if back.change else " di"
        text.append(
            f"Harga beli kembali (buyback) {_way(back.change, 'naik', 'turun', 'tetap')}{went} "
            f"Rp {_n(back.value, 0, 'id')} per gram."
        )
        text.append(f"Selisih kedua harga itu Rp {_n(main.value - back.value, 0, 'id')} untuk setiap gram.")
    text += [_longer(material, "harga emas Antam", "id"), _source(material, "id")]
    said = f" Rp {_n(main.change, 0, 'id')}" if main.change else ""
    return Copy(
        headline=f"Harga emas Antam {way}{said}{' ke' if main.change else ' di'} {price}",
        summary=f"Emas Antam dijual {price} pada {day}.",
        paragraphs=tuple(line for line in text if line),
        table_title=f"Harga logam mulia per gram, {format_date(material.day, 'id', weekday=False)}",
        table=_table([main, *material.others], ("Logam", "Harga (Rp)", "Perubahan", "%"), "id"),
    )  # fmt: skip


def _gold_en(material: Material) -> Copy:
    main, day = material.main, format_date(material.day, "en")
    way = _way(main.change, "rises", "falls", "unchanged")
    price = f"Rp {_n(main.value, 0, 'en')} a gram"
    moved = f"by Rp {_n(main.change, 0, 'en')}, or {_pct(main.percent, 'en')}, to" if main.change else "at"
    text = [f"Antam gold {_way(main.change, 'rose', 'fell', 'stood unchanged')} {moved} {price} on {day}."]
    if back := _buyback(material):
        text.append(f"The buyback price is Rp {_n(back.value, 0, 'en')} a gram.")
    text += [_longer(material, "Antam gold", "en"), _source(material, "en")]
    return Copy(
        headline=f"Antam gold {way} {'to' if main.change else 'at'} {price}",
        summary=f"Antam gold sells at {price} on {day}.",
        paragraphs=tuple(line for line in text if line),
        table_title=f"Precious metals, a gram, {format_date(material.day, 'en', weekday=False)}",
        table=_table([main, *material.others], ("Metal", "Price (Rp)", "Change", "%"), "en"),
    )


def _fixing_id(material: Material) -> Copy:
    main, day = material.main, format_date(material.day, "id")
    # The rupiah is strong when the figure falls.
    way = _way(-main.change, "menguat", "melemah", "tidak berubah")
    rate = f"Rp {_n(main.value, 0, 'id')} per dolar AS"
    text = [f"Kurs Jisdor Bank Indonesia ditetapkan {rate} pada {day}."]
    if main.change:
        text.append(
            f"Berdasarkan Jisdor, rupiah {way} {_n(main.change, 0, 'id')} poin atau {_pct(main.percent, 'id')} dari "
            f"Rp {_n(main.previous, 0, 'id')} per dolar AS pada hari kerja sebelumnya."
        )
    else:
        text.append("Berdasarkan Jisdor, rupiah tidak berubah dari hari kerja sebelumnya.")
    text += [_longer(material, "Jisdor", "id"), _source(material, "id")]
    return Copy(
        headline=f"Jisdor {format_date(material.day, 'id', weekday=False)}: rupiah {way} ke {rate}"
        if main.change else f"Jisdor {format_date(material.day, 'id', weekday=False)} tetap di {rate}",
        summary=f"Kurs Jisdor {rate}.",
        paragraphs=tuple(line for line in text if line),
        table_title=f"Kurs pada {format_date(material.day, 'id', weekday=False)} (rupiah)",
        table=_table([main, *material.others], ("Kurs", "Rupiah", "Perubahan", "%"), "id"),
    )  # fmt: skip


def _fixing_en(material: Material) -> Copy:
    main, day = material.main, format_date(material.day, "en")
    way = _way(-main.change, "strengthens", "weakens", "holds")
    rate = f"Rp {_n(main.value, 0, 'en')} per US dollar"
    text = [f"Bank Indonesia fixed Jisdor at {rate} on {day}."]
    if main.change:
        text.append(
            f"By the Jisdor fixing, the rupiah {_way(-main.change, 'strengthened', 'weakened', '')} "
            f"{_pct(main.percent, 'en')} from Rp {_n(main.previous, 0, 'en')} per US dollar on the working day before."
        )
    text += [_longer(material, "Jisdor", "en"), _source(material, "en")]
    return Copy(
        headline=f"Jisdor fixing: rupiah {way} {'to' if main.change else 'at'} {rate}",
        summary=f"Jisdor is fixed at {rate}.",
        paragraphs=tuple(line for line in text if line),
        table_title=f"Exchange rates, {format_date(material.day, 'en', weekday=False)} (rupiah)",
        table=_table([main, *material.others], ("Rate", "Rupiah", "Change", "%"), "en"),
    )


_WRITERS: Final[dict[tuple[Subject, Language], Callable[[Material], Copy]]] = {
    (Subject.INDEX_CLOSE, "id"): _index_id,
    (Subject.INDEX_CLOSE, "en"): _index_en,
    (Subject.GOLD, "id"): _gold_id,
    (Subject.GOLD, "en"): _gold_en,
    (Subject.FIXING, "id"): _fixing_id,
    (Subject.FIXING, "en"): _fixing_en,
}

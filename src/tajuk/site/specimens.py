"""Made data for the style guide: every component has something to show without a newsroom."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.templatetags.static import static

from tajuk.articles.models import Correction
from tajuk.markets.enums import Direction, State
from tajuk.markets.shown import BarItem, Shown
from tajuk.pictures.renditions import PictureSet
from tajuk.promos.models import Promo
from tajuk.readers.models import Plan
from tajuk.site.cards import Card
from tajuk.site.courses import CourseCard
from tajuk.site.links import Link
from tajuk.site.live import Live, Post
from tajuk.site.parts import InlinePicture, Part, PictureGone, Quote
from tajuk.site.story import Credited, Story, ways_to_share
from tajuk.site.tables import Cell, Table

MOMENT = datetime(2024, 1, 19, 11, 34, tzinfo=UTC)
HERE = "/styleguide/"
HEADLINES = (
    "Ekspor cip Korea Selatan naik tiga bulan beruntun",
    "Rupiah menguat tipis menjelang keputusan suku bunga",
    "Harga emas batangan kembali di atas Rp 1,5 juta per gram",
    "Pelabuhan menambah jam sandar agar kontainer kosong cepat kembali",
    "Bank kecil berebut deposito, bunga khusus menipis",
)
FIGURES = (
    ("EMAS", "1.508.000", "10.000", "0,67%", Direction.UP, State.LIVE),
    ("USD/IDR", "15.930", "-61,00", "-0,38%", Direction.DOWN, State.DELAYED),
    ("IDX", "7.141", "-39,42", "-0,55%", Direction.DOWN, State.CLOSED),
    ("BI-RATE", "6,00", "0,00", "0,00%", Direction.FLAT, State.LIVE),
    ("MINYAK-BRENT", "79,12", "–", "–", Direction.UNKNOWN, State.STALE),
    ("NIKEL", "–", "–", "–", Direction.UNKNOWN, State.NO_DATA),
)


def picture() -> PictureSet:
    """Return a drawing that belongs to the style guide."""
    return PictureSet(
        (), static("tajuk/icons/specimen.svg"), 1200, 675, "Contoh gambar", credit="Agensi/Juru Foto"
    )


def cards() -> list[Card]:
    """Return teasers: one of them premium, one without a picture, one in the other language."""
    return [
        Card(
            id=number,
            url=HERE,
            headline=headline,
            summary="Ringkasan satu atau dua kalimat yang memberi tahu apa yang terjadi dan mengapa penting.",
            section="Makro",
            section_url=HERE,
            published_at=MOMENT - timedelta(hours=7 * number),
            is_premium=number == 1,
            language="en" if number == 4 else "id",
            foreign=number == 4,
            picture=None if number == 2 else picture(),
        )
        for number, headline in enumerate(HEADLINES)
    ]


def indicators() -> list[BarItem]:
    """Return the market bar's items, one in each state that a reader may meet."""
    return [_indicator(*figures) for figures in FIGURES]


def _indicator(
    symbol: str, value: str, change: str, percent: str, direction: Direction, state: State
) -> BarItem:
    texts = Shown(
        name=symbol, unit="", value=value, change=change, percent=percent, state=str(state.label),
        time="18:34 WIB", moment="Jumat, 19 Januari 2024 / 18:34 WIB", licence="Data tertunda 15 menit.",
    )  # fmt: skip
    return BarItem(
        symbol=symbol, slug=symbol.lower().replace("/", "-"), name=symbol, kind="index", value=Decimal(1),
        previous_close=Decimal(1), change=Decimal(0), change_percent=Decimal(0), direction=direction,
        as_of=None if state is State.NO_DATA else MOMENT, state=state, delay_minutes=0, decimals_value=2,
        decimals_change=2, is_simulated=True, licence_line="", may_redistribute=False, provider="",
        shown={"id": texts, "en": texts},
    )  # fmt: skip


def story() -> Story:
    """Return a story with every kind of part."""
    links = (Link("Nilai Tukar", HERE), Link("Suku Bunga", HERE))
    return Story(
        id=0, headline=HEADLINES[0], summary="Ringkasan yang menjelaskan isi berita dalam dua baris.", path=HERE,
        address=HERE, section=Link("Internasional", HERE), published_at=MOMENT, modified_at=MOMENT,
        is_premium=True, is_cut=True, reading="3 menit", words=600,
        credits=(Credited("Reporter", (Link("Ratna Wulandari", HERE), Link("Sekar Ayu", HERE))),),
        sources=(Link("Meridian Newswire", HERE),), dateline="CONTOH.ID - SEOUL.", picture=picture(),
        caption="Keterangan gambar menyebut apa yang tampak, di mana, dan kapan.", parts=parts(), topics=links,
        instruments=(Link("USD/IDR", HERE), Link("IDX", HERE)),
        grave=(Correction(wrong="Ekspor naik 18,4 miliar dolar AS.", right="Ekspor naik 18,4 persen.", at=MOMENT),),
        slight=(Correction(wrong="Seo Min-a.", right="Seo Min-ae.", at=MOMENT),),
        translation=Link("South Korea's chip exports rise for a third month", HERE, "en"),
        share=ways_to_share(HEADLINES[0], HERE),
    )  # fmt: skip


def parts() -> tuple[Part, ...]:
    """Return one part of each kind."""
    text = (
        "Paragraf berisi <b>kata tebal</b>, <i>kata miring</i>, dan <a href='/styleguide/'>tautan</a>. " * 3
    )
    return (
        Part("paragraph", text, opens=True),
        Part("read_also", Link(HEADLINES[1], HERE)),
        Part("subhead", "Subjudul memecah naskah yang panjang"),
        Part("paragraph", text),
        Part(
            "list", "<ul><li>Butir pertama</li><li>Butir kedua yang lebih panjang dari yang pertama</li></ul>"
        ),
        Part("quote", Quote("Yang langka bukan kapalnya, melainkan waktunya.", "Desmond Quah, analis")),
        Part("picture", InlinePicture(picture(), "Gambar di tengah naskah.", "Agensi/Juru Foto")),
        Part("table", table()),
        Part("embed", Link("contoh.example", "https://contoh.example/video")),
    )


def live() -> Live:
    """Return a live blog with a key point and a correction."""
    texts = ("Bank sentral menahan suku bunga acuan pada 6,00%.", "Rapat dimulai pukul 09.00 WIB.")
    posts = (
        Post(2, MOMENT, HEADLINES[1], texts, True, None, ""),
        Post(1, MOMENT - timedelta(hours=1), "", texts[1:], False, MOMENT, "pukul 08.00 WIB"),
    )
    # Closed: an open one would ask for news of a story that is not there.
    return Live(HERE, posts, MOMENT - timedelta(hours=2), MOMENT)


def series() -> tuple[InlinePicture | PictureGone, ...]:
    """Return the pictures of a photo story, one of which may not be shown any more."""
    caption = "Keterangan menyebut apa yang tampak, di mana, dan kapan."
    one = InlinePicture(picture(), caption, "Agensi/Juru Foto")
    return (one, PictureGone("Foto ini ditarik oleh agensi."), one, one)


def table() -> Table:
    """Return a table with figures."""
    rows = (("Tiongkok", "2,31", "11,7"), ("Amerika Serikat", "1,08", "46,3"), ("Vietnam", "0,62", "-3,1"))
    head = (Cell("Tujuan", False), Cell("Nilai (miliar dolar AS)", True), Cell("Perubahan (%)", True))
    cells = tuple(tuple(Cell(text, place > 0) for place, text in enumerate(row)) for row in rows)
    return Table("Ekspor menurut tujuan", "Baram Research", head, cells, first_is_head=True)


def closes() -> list[tuple[date, Decimal]]:
    """Return closes for a chart."""
    start = date(2023, 10, 2)
    return [(start + timedelta(days=n), Decimal(15_700 + (n * 37) % 90 + n * 2)) for n in range(90)]


def courses() -> list[CourseCard]:
    """Return courses of the academy."""
    return [
        CourseCard(
            str(n),
            title,
            "Apa yang dipelajari, dalam dua kalimat.",
            "Bagus Prakoso",
            MOMENT,
            Decimal(450_000),
            HERE,
            picture(),
        )
        for n, title in enumerate(("Membaca Laporan Keuangan", "Obligasi dari Nol"))
    ]


def promo() -> Promo:
    """Return a promo."""
    words = {
        "title_id": "Baca tanpa batas",
        "text_id": "Satu tahun, hemat 40 persen.",
        "action_id": "Lihat paket",
    }
    return Promo(slug="styleguide", link=HERE, **words)


def plan() -> Plan:
    """Return a subscription."""
    return Plan(
        slug="bulanan", name_id="Bulanan", text_id="Semua berita premium.", price=Decimal(49_000), months=1
    )

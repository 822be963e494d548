"""The words that tie a figure to what it says: which way, against what, when, and how sure."""

import re
from enum import Enum
from typing import Final


class Tie(Enum):
    """What a word makes of the figure that follows it."""

    OPEN = "open"
    HIGH = "high"
    LOW = "low"
    PREVIOUS = "previous"
    TOUCHED = "touched"
    LEVEL = "level"
    ABOUT = "about"
    ABOVE = "above"
    BELOW = "below"


class Horizon(Enum):
    """Over which time a change is told; the day where nothing is said."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    OTHER = "other"


def _words(words: str) -> str:
    """Return the pattern of whole words, which ` | ` keeps apart; each is a pattern itself."""
    return r"(?<![\w-])(?:" + "|".join(re.split(r" \| ", " ".join(words.split()))) + r")(?!\w)"


# Of figures ("turun") and of strength ("melemah"): a currency that weakens has a figure that rises.
_UP = _words(r"""
    naik | (?:ber)?kenaikan | menaik(?:kan)? | dinaikkan | meningkat | peningkatan | melonjak | lonjakan
    | meroket | melesat | melejit | menanjak | mendaki | bertambah | tumbuh | terkerek | terangkat |
    terdongkrak | melambung | terbang | plus | menghijau | rebound | reli | lebih (?:mahal|tinggi) |
    melaju | membaik | surplus | merangkak | rose | rises? | risen | rising | gain(?:s|ed|ing)? |
    climb(?:s|ed|ing)? | jump(?:s|ed|ing)? | surg(?:es?|ed|ing) | advanc(?:es?|ed|ing) | up | higher |
    add(?:s|ed|ing) | soar(?:s|ed|ing)? | rall(?:y|ies|ied) | rebound(?:s|ed) | increas(?:es?|ed|ing) |
    rais(?:es?|ed|ing) | hik(?:es?|ed|ing) | leap(?:s|ed|t)? | (?:edg|inch)(?:es|ed|ing) up | picked up
""")  # fmt: skip
_DOWN = _words(r"""
    turun | menurun(?:kan)? | diturunkan | penurunan | anjlok | ambles | amblas | ambrol | ambruk |
    jatuh | kejatuhan | merosot | kemerosotan | melorot | longsor | terkoreksi | (?:ber)?koreksi |
    terpangkas | terpuruk | keterpurukan | tergelincir | tersungkur | terjun | terperosok | susut |
    menyusut | berkurang | kehilangan | tertekan | minus | tumbang | jeblok | rontok | drop | tergerus |
    terkikis | terjerembap | terperosok | terjerumus | memerah | terbenam | lebih (?:murah|rendah) |
    terjungkal | melandai | memangkas | pangkas | menyurut | surut | luruh | tertinggal | fell | falls?
    | fallen | falling | drop(?:s|ped|ping) | slid | slid(?:es?|ing) | slip(?:s|ped|ping)? |
    declin(?:es?|ed|ing) | lost | los(?:es?|ing|s) | shed(?:s|ding)? | eas(?:es?|ed|ing) | down |
    lower(?:s|ed)? | plung(?:es?|ed|ing) | tumbl(?:es?|ed|ing) | sank | sinks? | retreat(?:s|ed|ing)? |
    cuts? | dip(?:s|ped|ping)? | slump(?:s|ed|ing)? | crash(?:es|ed)? | (?:edg|inch)(?:es|ed|ing) down |
    pared
""")  # fmt: skip
_STRONG = _words(r"""
    menguat(?:nya)? | penguatan | terapresiasi | apresiasi | perkasa | strengthen(?:s|ed|ing)? |
    firm(?:s|ed|ing|er)? | appreciat(?:es?|ed|ing|ion) | stronger
""")  # fmt: skip
_WEAK = _words(r"""
    melemah(?:nya)? | pelemahan | terdepresiasi | depresiasi | loyo | lesu | weaken(?:s|ed|ing)? |
    depreciat(?:es?|ed|ing|ion) | weaker | softened
""")  # fmt: skip
DIRECTION: Final = re.compile(
    f"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<strong>{_STRONG})|(?P<weak>{_WEAK})"
    r"|(?P<flat>" + _words(r"""
    stagnan | tetap | tak berubah | tidak berubah | stabil | mendatar | mempertahankan | dipertahankan |
    menahan | ditahan | bertahan | unchanged | flat | steady | kept | keeps? | held | holds? |
    maintain(?:s|ed)? | left
""") + ")",
    re.I,
)  # fmt: skip

# Looked for right before a figure, the nearest first.
TIES: Final[tuple[tuple[Tie, re.Pattern[str]], ...]] = (
    (Tie.ABOVE, re.compile(_words(r"""
    di atas | ke atas | lebih dari | melampaui | melewati | menembus | tembus | menembus level | above |
    over | more than | past | topped | topping | exceed(?:s|ed|ing)? | surpass(?:es|ed)?
"""), re.I)),
    (Tie.BELOW, re.compile(_words(r"""
    di bawah | ke bawah | kurang dari | below | under | less than | beneath
"""), re.I)),
    (Tie.ABOUT, re.compile(_words(r"""
    sekitar | (?:di |ke |pada )?kisaran | kira-kira | mendekati | dekat | seputar | rentang | around |
    about | near(?:ly)? | roughly | approximately | some | close to | almost
"""), re.I)),
    (Tie.PREVIOUS, re.compile(_words(r"""
    dari | sebelumnya(?: di| pada| berada di| sebesar)? | kemarin(?: di| pada| masih(?: berada)? di)? |
    dibanding(?:kan)?(?: dengan)? | ketimbang | daripada | from | compared (?:with|to) | versus | than |
    previous close(?: of| at)? | previously(?: at)? | against
"""), re.I)),
    (Tie.OPEN, re.compile(_words(r"""
    dibuka | pembukaan | membuka perdagangan | mengawali perdagangan | opened | opens | opening | open
"""), re.I)),
    (Tie.HIGH, re.compile(_words(r"""
    tertinggi(?:nya)? | puncak(?:nya)? | intraday high | day'?s high | high(?: of)? | peak(?:ed)?(?: at|
    of)?
"""), re.I)),
    (Tie.LOW, re.compile(_words(r"terendah(?:nya)? | intraday low | day'?s low | low(?: of)? | trough"), re.I)),
    (Tie.TOUCHED, re.compile(_words(r"""
    sempat | menyentuh | menjamah | touch(?:ed|ing) | hit | hitting | as (?:high|low) as | briefly
"""), re.I)),
    (Tie.LEVEL, re.compile(_words(r"""
    ke | menjadi | jadi | di | pada | level | posisi | harga | menuju | berada | tercatat |
    ditutup | to | at | stood | closed | settled | ended | traded | quoted | fixed
"""), re.I)),
)  # fmt: skip

# A figure of another day, or of none: expected, supposed, wished for, missed.
UNSURE: Final = re.compile(
    _words(r"""
    diperkirakan | perkiraan | memperkirakan | diprediksi(?:kan)? | prediksi | memprediksi |
    diproyeksi(?:kan)? | proyeksi | memproyeksi(?:kan)? | prakiraan | diramal(?:kan)? | meramal(?:kan)?
    | target(?:nya)? | menargetkan | ditargetkan | berpotensi | potensi | berpeluang | peluang | rawan |
    bisa | dapat | akan | mungkin | jika | apabila | bila | kalau | seandainya | andai | asumsi |
    diasumsikan | mengasumsikan | support | resistance | resisten | resistensi | ekspektasi | diharapkan
    | mengharapkan | berharap | skenario | gagal | hampir | nyaris | belum | bukan | menguji |
    rekomendasi | valuasi | wajar | seharusnya | rencana(?:nya)? | berencana | konsensus | simulasi |
    rata-rata | expect(?:s|ed|ing)? | forecasts? | forecasted | project(?:s|ed|ing) | projections? |
    could | might | would | will | should | targets? | targeted | if | assum(?:es?|ed|ing|ption) |
    estimat(?:es?|ed|ing) | predict(?:s|ed)? | failed | almost | test | scenario | average | not |
    consensus | fair value | aims? | unless
""")
    + r"|(?<![\w-])may(?!\w)",
    re.I,
)  # fmt: skip
_MAY_MONTH: Final = re.compile(r"\bMay\b")

OTHER_TIME: Final = re.compile(
    _words(r"""
    (?:pekan|minggu|bulan|tahun|kuartal|semester|triwulan)
    (?:lalu|silam|sebelumnya|kemarin|depan|mendatang) | (?:akhir|awal) (?:pekan|bulan|tahun) lalu |
    pernah | dekade | krisis | rekor | sepanjang masa | secara tahunan | year[- ]on[- ]year | yoy |
    y-o-y | setahun(?: terakhir)? | secara bulanan | besok | lusa | esok | (?:sesi|session)
    (?:pertama|I|1|one) | first session | pagi | siang | last (?:week|month|year|quarter) | next
    (?:week|month|year|quarter) | (?:a|one|two|three|five|ten|[0-9]+) (?:week|month|year|decade)s?
    (?:ago|earlier) | record | all-time | in morning trade | at midday | tomorrow | dua hari | tiga hari
    lalu | kuartal | semester | (?:one|two|three|five|six|[0-9]+)[- ](?:month|year|week) |
    (?:dua|tiga|empat|lima|enam|[0-9]+) (?:pekan|bulan|tahun)(?: terakhir)? | since
    (?:january|february|march|april|may|june|july|august|september|october|november|december)
"""),
    re.I,
)  # fmt: skip
YESTERDAY: Final = re.compile(
    _words(r"""
    kemarin | sehari sebelumnya | hari sebelumnya | sebelumnya | yesterday | a day earlier | the day
    before | previous (?:day|session|close)
"""),
    re.I,
)  # fmt: skip
HORIZONS: Final[tuple[tuple[Horizon, re.Pattern[str]], ...]] = (
    (Horizon.YEAR, re.compile(_words(r"""
    sejak awal tahun | ytd | year[- ]to[- ]date | sepanjang tahun (?:ini|berjalan) | tahun berjalan |
    tahun ini | (?:so far )?this year | since the (?:start|beginning) of the year
"""), re.I)),
    (Horizon.MONTH, re.compile(_words(r"""
    sejak awal bulan | sepanjang bulan (?:ini|berjalan) | bulan ini | bulan berjalan | this month |
    month[- ]to[- ]date
"""), re.I)),
    (Horizon.WEEK, re.compile(_words(r"""
    sepekan(?: ini| terakhir)? | seminggu(?: ini| terakhir)? | sepanjang (?:pekan|minggu)(?: ini)? |
    (?:pekan|minggu) ini | secara (?:mingguan|pekanan) | this week | (?:for|over|on) the week | weekly |
    week[- ]to[- ]date
"""), re.I)),
)  # fmt: skip
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "senin monday",
            "selasa tuesday",
            "rabu wednesday",
            "kamis thursday",
            "jumat friday",
            "sabtu saturday",
            "minggu sunday",
        )
    )
    for name in names.split()
}
WEEKDAY: Final = re.compile(
    _words(r"""
    senin | selasa | rabu | kamis | jum'?at | (?<!akhir )sabtu | monday | tuesday | wednesday | thursday
    | friday
"""),
    re.I,
)

# Whose figures these are, where not an instrument's own.
OTHER: Final = re.compile(
    _words(r"""
    laba(?: bersih| usaha| operasi)? | rugi(?: bersih)? | pendapatan | penjualan | omzet | dividen |
    aset | utang | kupon | kredit(?: bermasalah)? | simpanan | (?-i:DPK) | dana pihak ketiga | belanja
    modal | capex | produksi | ekspor | impor | inflasi(?: tahunan| inti)? | deflasi | cadangan devisa |
    neraca | defisit | kapitalisasi(?: pasar)? | nilai transaksi | transaksi | volume | frekuensi | net
    (?:sell|buy|foreign) | jual bersih | beli bersih | (?:investor|modal|dana) asing | bunga
    (?:kredit|deposito|simpanan) | rasio | (?-i:NPL) | (?-i:PDB) | (?-i:PDRB) | pertumbuhan ekonomi |
    ekonomi | konsumsi | pajak | anggaran | senilai | bernilai | stok | persediaan | permintaan |
    pasokan | jumlah | penerbitan | lelang | penawaran | biaya | upah | gaji | tarif | Nikkei(?: 225)? |
    Hang Seng | Shanghai(?: Composite)? | Kospi | Straits Times | (?-i:STI) | FTSE(?: 100)? | Nasdaq(?:
    Composite)? | Dow Jones(?: Industrial Average)? | S&P ?500 | (?-i:DXY) | Topix | (?-i:DAX) |
    (?-i:CAC) | ASX(?: 200)? | (?-i:KLCI) | (?-i:SET) | Wall Street | the Fed | Federal Reserve |
    Treasury | emas dunia | emas spot | spot gold | harga emas dunia | gold futures | emas berjangka |
    ethereum | (?-i:ICP) | gas alam | natural gas | tembaga | copper | timah | SBN 5 tahun | SUN
    (?:tenor )?(?:[1-9]|[12][1-9]|[23]0) tahun | suku bunga deposito | Fed funds rate | (?-i:LPS) |
    profits? | revenues? | sales | loans? | dividends? | assets | debt | coupon | exports? | imports? |
    inflation | reserves? | GDP | economy | market cap(?:itali[sz]ation)? | turnover | foreign investors
    | contract | budget | stockpiles | output | production | demand | supply | company raised |
    deposits? | wages? | tax(?:es)? | harga tiket | harga saham (?!NUSB)[a-z]+ | subsidi | kuota |
    (?-i:APBN) | state budget | (?-i:PMI) | margin | bobot | porsi | kontribusi | pangsa | yield dividen
    | dividend yield | (?-i:PER) | (?-i:PBV) | (?-i:EPS)
"""),
    re.I,
)  # fmt: skip
# Nouns that a bare number counts.
COUNTED: Final = re.compile(
    r"\s*(?:saham|emiten|lembar|lot|kali|hari|tahun|bulan|pekan|minggu|unit|orang|investor|cabang|kota|gram|gr|kg|kilogram|ons|ton|metrik|barel|SID|"
    r"perusahaan|negara|jam|menit|detik|proyek|gerai|nasabah|pelanggan|karyawan|provinsi|analis|ekonom|tenor|kontrak|hektare|km|MW|"
    r"stocks?|shares?|companies|issuers|economists?|analysts?|investors?|days?|years?|months?|weeks?|hours?|minutes?|barrels?|tons?|tonnes?|ounces?|people|"
    r"units?|branches|countries|contracts?|lots?|times|members|-?year|-?day)\b",
    re.I,
)  # fmt: skip
NUMBERED: Final = re.compile(
    r"(?:halaman|hlm\.?|pasal|nomor|no\.?|ayat|bab|butir|lampiran|ke-|page|article|section|chapter|peringkat"
    r"|rank(?:ed)?|ukuran|pecahan|seri|versi|tahun)\s*$",
    re.I,
)
RESPECTIVELY: Final = re.compile(r"\b(?:masing-masing|respectively|berturut-turut(?= sebesar))\b", re.I)


def is_unsure(text: str) -> bool:
    """Tell whether a stretch of copy speaks of what may be, should be or was missed; the month of May is neither."""
    return any(not _MAY_MONTH.fullmatch(hit[0]) for hit in UNSURE.finditer(text))

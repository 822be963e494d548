"""Copy that breaks pages, feeds and scripts where somebody forgot to escape or to wrap."""

from dataclasses import dataclass
from typing import Any

SCRIPT = "</script><script>alert('judul')</script>"
CDATA = "]]></title></item><script>alert(2)</script><!-- --> <![CDATA["
ENTITIES = "&lt;script&gt;alert(3)&lt;/script&gt; &amp;amp; &#x3c;img src=x onerror=alert(4)&#x3e;"
ATTRIBUTE = "\" onmouseover=alert(5) x=\"' autofocus onfocus=alert(6) '"
TEMPLATE = "{{ 7*7 }} {% raw %} ${7*7} <%= 7*7 %> #{7*7}"
TURNED = "Laba \u202e%09 kian\u202c tidak\u2066 jelas\u2069 \u200f\u200e"
EMOJI = "👩‍👩‍👧‍👦🏳️‍🌈🇮🇩 emas 🪙 naik 🚀" + " 📈" * 20
WORD = "Pertanggungjawabankeuangan" * 200  # over 5,000 letters without a space
ADDRESS = "https://contoh.example/" + "a" * 1_500


@dataclass(frozen=True)
class Hostile:
    """A story that means harm."""

    headline: str
    body: list[dict[str, Any]]
    summary: str = "Ringkasan."
    dateline: str = "JAKARTA"
    topics: int = 0
    picture: bool = False


def _p(*texts: str) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "value": f"<p>{text}</p>"} for text in texts]


_ACTIVE = (
    "<script>alert(10)</script>",
    "<img src=x onerror=alert(11)>",
    "<svg onload=alert(12)><script>alert(13)</script></svg>",
    '<a href="javascript:alert(14)">klik</a>',
    '<a href=" &#106;avascript:alert(15)">klik</a>',
    '<a href="//jahat.example/">ke luar</a>',
    '<iframe srcdoc="<script>parent.alert(16)</script>"></iframe>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(17)>",
    '<b style="position:fixed;inset:0" onclick=alert(18)>tutup</b>',
    "<form action=https://jahat.example><input name=q autofocus onfocus=alert(19)></form>",
    "<meta http-equiv=refresh content='0;url=https://jahat.example'>",
    "<base href=https://jahat.example/>",
    "<!--<img src=x onerror=alert(20)>-->",
    "<p id=main>kembar</p><p class=masthead>tiruan</p>",
)
_TABLE = {
    "data": [[SCRIPT, WORD[:400], CDATA]] + [[str(n)] * 14 for n in range(4)],
    "cell": [], "first_row_is_table_header": True, "first_col_is_header": False, "table_caption": "",
}  # fmt: skip

STORIES = {
    "skrip": Hostile(f"Judul {SCRIPT}", _p(f"Isi {ENTITIES}"), summary=SCRIPT, dateline=SCRIPT[:80], picture=True),
    "cdata": Hostile(f"Judul {CDATA}", _p("Isi."), summary=CDATA, picture=True),
    "atribut": Hostile(f"Judul {ATTRIBUTE}", _p("Isi."), summary=f"{ATTRIBUTE} {TEMPLATE}", topics=1),
    "entitas": Hostile(f"Judul {ENTITIES}", _p("Isi."), summary=ENTITIES),
    "terbalik": Hostile(f"Judul {TURNED}", _p(f"Isi {TURNED}"), summary=TURNED, dateline=TURNED[:60]),
    "emoji": Hostile(f"Judul {EMOJI}"[:200], _p(f"Isi {EMOJI}"), summary=EMOJI, picture=True),
    "kata-panjang": Hostile(
        WORD[:200], _p(WORD, f'<a href="{ADDRESS}">{ADDRESS}</a>'), summary=WORD[:400], dateline=WORD[:80], picture=True
    ),
    "aktif": Hostile("Salinan yang menyerang", _p(*_ACTIVE, "Akhir salinan aktif."), topics=40),
    "panjang": Hostile("Tiga ratus paragraf", _p(*[f"Paragraf {n}. " + "Kata biasa " * 30 for n in range(300)])),
    "kosong": Hostile("Tanpa isi", [], summary="", dateline=""),
    "blok": Hostile(
        "Blok yang menyerang",
        [
            {"type": "subhead", "value": SCRIPT},
            {"type": "quote", "value": {"text": f"{SCRIPT} {WORD}", "attribution": ATTRIBUTE}},
            {"type": "list", "value": f"<ul><li onclick=alert(30)>{ENTITIES}</li></ul><script>alert(31)</script>"},
            {"type": "table", "value": {"title": SCRIPT, "table": _TABLE, "source": ATTRIBUTE}},
            {"type": "embed", "value": "javascript:alert(32)"},
            {"type": "embed", "value": "https://jahat.example/\"><script>alert(33)</script>"},
            *_p("Akhir blok."),
        ],
        picture=True,
    ),
}  # fmt: skip

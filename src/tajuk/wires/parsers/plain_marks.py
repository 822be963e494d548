"""Words and shapes by which a line of a pasted page gives itself away, in Indonesian and English.

Kinds of words, not lists of one site's strings: what a menu, a share bar or a promotion says on any page.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from tajuk.wires.parsers.plain_text import Line, is_furniture

_END = ('"', "”", "'", "’", ")", "»", "]")
_RELATED = re.compile(
    r"(?:baca\s+juga|baca|baca\s+selengkapnya|simak\s+juga|simak|lihat\s+juga|tonton\s+juga|read\s+also|also\s+read"
    r"|read\s+more|read|see\s+also|related|terkait|artikel\s+terkait|berita\s+terkait)\s*(?::|»|>|–|—|\|)\s*(?P<title>.*)",
    re.IGNORECASE,
)
_RELATED_ALONE = re.compile(
    r"(?:baca\s+juga|simak\s+juga|lihat\s+juga|read\s+also|also\s+read|see\s+also)\s*[:»>]?", re.IGNORECASE
)
_LISTS = re.compile(
    r"(?:\W{0,3})(?:terpopuler|terbaru|terkini|terlaris|populer|berita\s+(?:terkait|lainnya|populer|terbaru|terpopuler|pilihan|utama)"
    r"|artikel\s+(?:terkait|lainnya|populer|terbaru)|rekomendasi|komentar|tulis\s+komentar|pilihan\s+(?:redaksi|editor)"
    r"|indeks\s+berita|video\s+(?:terkait|pilihan|terbaru)|foto\s+(?:terkait|pilihan)|most\s+(?:read|popular|viewed)"
    r"|related\s+(?:articles?|stories|news|posts?)|latest(?:\s+(?:news|stories))?|recommended(?:\s+for\s+you)?|trending"
    r"|editors?['’]?s?\s+picks?|you\s+(?:may|might)\s+also\s+like|more\s+(?:from|stories|on)|comments?|leave\s+a\s+comment"
    r"|sponsored|around\s+the\s+web|baca\s+juga\s+artikel\s+lainnya|paling\s+banyak\s+dibaca|top\s+stories|next\s+article)\b",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"(?:tags?|topik(?:\s+terkait)?|topics?|label|kata\s+kunci|keywords?|filed\s+under)\s*(?::|#|$)\s*.*",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"google\s+news|whatsapp\s+channel|saluran\s+whatsapp|kanal\s+(?:whatsapp|telegram)|channel\s+(?:whatsapp|telegram)"
    r"|ikuti\s+(?:kami|berita|update|saluran|kanal|terus)|follow\s+us|follow\s+our|cek\s+berita|dapatkan\s+(?:update|berita)"
    r"|download\s+(?:the|our)?\s*app|unduh\s+aplikasi|breaking\s+news\s+alert",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"©|\(c\)\s*\d{4}|\bcopyright\b|\bhak\s+cipta\b|\ball\s+rights\s+reserved\b|dilarang\s+(?:keras\s+)?(?:mengambil|menyalin|mengutip)"
    r"|pt\.?\s.{2,60}\b(?:digital|media|online)\b.{0,20}\d{4}",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"\W{0,4}(?:advertisement|advertorial|iklan|pariwara|sponsored(?:\s+content)?|promoted|scroll\s+(?:to|untuk)\s+.{0,60}"
    r"|lanjutkan\s+membaca.{0,60}|continue\s+reading.{0,60}|gambas:.{0,60}|story\s+continues\s+below.{0,40}|ads?"
    r"|artikel\s+ini\s+telah\s+tayang.{0,200}|loading\.{0,3}|memuat\.{0,3})\W{0,4}",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:selanjutnya|sebelumnya|menarik\s+dibaca|pilihan\s+editor|next|previous|lihat\s+video|tonton(?:\s+video)?|saksikan.{0,40}"
    r"|video|infografis|infographic|podcast|up\s+next|watch|listen|our\s+standards|rubrik|kategori|category)\s*:.{0,200}",
    re.IGNORECASE,
)
_CHROME_WORDS = {
    "login", "log", "masuk", "daftar", "register", "sign", "signin", "subscribe", "langganan",
    "berlangganan", "menu", "search", "cari", "home", "beranda", "share", "bagikan", "facebook", "twitter",
    "whatsapp", "telegram", "linkedin", "instagram", "youtube", "tiktok", "threads", "email", "print",
    "cetak", "copy", "salin", "link", "tautan", "bookmark", "simpan", "komentar", "comments", "newsletter",
    "epaper", "e-paper", "video", "foto", "infografis", "podcast", "indeks", "index", "redaksi", "kontak",
    "contact", "karir", "career", "careers", "privacy", "privasi", "terms", "ketentuan", "pedoman",
    "disclaimer", "sitemap", "rss", "close", "tutup", "next", "prev", "previous", "selanjutnya",
    "sebelumnya", "advertise", "iklan", "cookie", "cookies", "akun", "account", "premium", "live",
    "streaming", "tv", "about", "tentang", "notifikasi", "profil", "profile", "logout", "keluar", "x",
    "line", "pinterest", "more", "lainnya", "english", "bahasa", "skip", "lompat", "konten", "content",
    "toggle", "navigation", "navigasi", "aplikasi", "app", "apps", "android", "ios", "dengarkan", "listen",
    "font", "size", "ukuran", "dibaca", "views", "menit", "reading", "min", "terpopuler", "terbaru",
    "trending", "pasar", "market", "markets", "news", "berita", "opini", "opinion",
}  # fmt: skip
_PROMO = re.compile(
    r"\b(?:berlangganan|langganan|subscribe|subscription|diskon|discount|promo|gratis|free\s+trial|daftar\s+sekarang"
    r"|daftarkan\s+diri|daftar\s+di|sign\s+up|klik|click|unduh|download|aplikasi|app\s+store|google\s+play|play\s+store"
    r"|kelas|kursus|course|workshop|webinar|academy|akademi|pelatihan|training|sertifikat|certificate|voucher|kupon"
    r"|hanya\s+rp|mulai\s+(?:dari\s+)?rp|per\s+bulan|per\s+month|paket|newsletter|notifikasi|whatsapp|telegram|cookies?"
    r"|dukungan\s+anda|dukung|donasi|jurnalisme\s+berkualitas|premium|member|e-paper|epaper|dapatkan|ikuti|gabung|bergabung"
    r"|segera|kuota\s+terbatas|early\s+bird|informasi\s+(?:lebih\s+)?lanjut|hubungi)\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:anda|kamu|you|your|yuk|ayo|jangan\s+lewatkan|don['’]t\s+miss)\b", re.IGNORECASE)
_HASH = re.compile(r"#\w")
_BULLET = re.compile(r"(?:[•●▪■◦‣·*]|[-–—](?=\s)|\d{1,2}[.)](?=\s))\s*(?=\S)")
_COLUMNS = re.compile(r"\t| {2,}|\s\|\s")
_SPOKEN = re.compile(r"\w+")
# What the costly patterns cannot match without: most lines of prose have none of it.
_COPYRIGHTED = ("©", "(c)", "copyright", "hak", "rights", "dilarang", "pt")
_FOLLOWED = (
    *("google", "whatsapp", "saluran", "kanal", "channel", "ikuti", "follow", "cek", "dapatkan"),
    *("download", "unduh", "breaking"),
)
_PROMOTED = frozenset({
    "berlangganan", "langganan", "subscribe", "subscription", "diskon", "discount", "promo", "gratis", "free", "daftar",
    "daftarkan", "sign", "klik", "click", "unduh", "download", "aplikasi", "app", "google", "play", "kelas", "kursus",
    "course", "workshop", "webinar", "academy", "akademi", "pelatihan", "training", "sertifikat", "certificate",
    "voucher", "kupon", "hanya", "mulai", "per", "paket", "newsletter", "notifikasi", "whatsapp", "telegram", "cookie",
    "cookies", "dukungan", "dukung", "donasi", "jurnalisme", "premium", "member", "e", "epaper", "dapatkan", "ikuti",
    "gabung", "bergabung", "segera", "kuota", "early", "informasi", "hubungi",
    "anda", "kamu", "you", "your", "yuk", "ayo", "jangan", "don",
})  # fmt: skip


def ends_sentence(text: str) -> bool:
    """Return whether a line ends as a sentence does, quotation marks and brackets aside."""
    text = text.rstrip()
    while text.endswith(_END):
        text = text[:-1].rstrip()
    return text.endswith((".", "?", "!", "…"))


def related_title(text: str) -> str | None:
    """Return the title behind `Baca juga:`, empty when it is on the next line; None for other lines."""
    text = text.strip("[]()*•→>» ")
    if _RELATED_ALONE.fullmatch(text):
        return ""
    found = _RELATED.fullmatch(text) if len(text) < 400 else None
    if found is None or (len(text.split()) > 28 and ends_sentence(text)):
        return None
    return found["title"].strip(" :»>|")


_INLINE_RELATED = re.compile(
    r"(?<=[.?!\"”)])\s+(?=(?:baca|simak|lihat)\s+juga\s*:|read\s+also\s*:)", re.IGNORECASE
)


def split_related(lines: list[Line]) -> list[Line]:
    """Return the lines with a `Baca juga: …` at the end of a paragraph on a line of its own."""
    out: list[Line] = []
    for line in lines:
        pieces = _INLINE_RELATED.split(line.text) if len(line.text) > 60 else [line.text]
        out += [Line(piece, line.after_blank and not number) for number, piece in enumerate(pieces)]
    return out


def is_copyright(text: str) -> bool:
    """Return whether a line claims a copyright."""
    if len(text) >= 400:
        return False
    lowered = text.lower()
    if not any(mark in lowered for mark in _COPYRIGHTED):
        return False
    return bool(_COPYRIGHT.search(text)) and len(text.split()) < 50


def is_follow(text: str) -> bool:
    """Return whether a line asks to follow a channel or to see other articles."""
    if len(text) >= 400:
        return False
    lowered = text.lower()
    if not any(mark in lowered for mark in _FOLLOWED):
        return False
    return len(text.split()) < 45 and bool(_FOLLOW.search(text))


def is_tags(text: str) -> bool:
    """Return whether a line lists the story's tags."""
    hashes = len(_HASH.findall(text)) if "#" in text else 0
    return (len(text) < 400 and bool(_TAGS.fullmatch(text))) or (
        hashes >= 2 and hashes * 2 >= len(text.split())
    )


def is_list_heading(text: str) -> bool:
    """Return whether a line heads a list of other stories."""
    return not ends_sentence(text) and len(text.split()) <= 6 and bool(_LISTS.match(text))


def is_advert(text: str) -> bool:
    """Return whether a line only says that an advertisement stands here, or asks to scroll past it."""
    return len(text) < 260 and bool(_ADVERT.fullmatch(text))


def is_pointer(text: str) -> bool:
    """Return whether a line points on: `Selanjutnya: …`, `Watch: …`."""
    return len(text) < 240 and bool(_POINTER.fullmatch(text))


@lru_cache(maxsize=256)
def promo_score(text: str) -> int:
    """Return how many signs of a promotion a sentence shows."""
    if _PROMOTED.isdisjoint(_SPOKEN.findall(text[:1200].lower())):
        return 0
    return len({hit.lower() for hit in _PROMO.findall(text[:1200])}) + len(_YOU.findall(text[:1200]))


def is_promo(text: str, *, quoted: bool = False) -> bool:
    """Return whether a sentence sells or invites rather than reports; speech in quotation marks is news."""
    if quoted or any(mark in text for mark in ('"', "“", "”")):
        return False
    score = promo_score(text)
    return score >= 3 or (score >= 2 and bool(_YOU.search(text)) and len(text.split()) < 60)


def is_chrome(text: str) -> bool:
    """Return whether a short line is made of the words of menus, buttons and share bars."""
    if text[:1].isalnum() and ends_sentence(text):
        return False
    words = [word.strip("|•·›»<>/,.:()[]+-").lower() for word in text.split()]
    words = [word for word in words if word]
    if not words:
        return True
    hits = sum(word in _CHROME_WORDS for word in words)
    return len(words) <= 14 and not ends_sentence(text) and hits * 2 >= len(words)


def is_bullet(text: str) -> bool:
    """Return whether a line is an item of a list."""
    return bool(_BULLET.match(text)) and len(text.split()) > 1


def bullet_text(text: str) -> str:
    """Return a list item without its mark."""
    return _BULLET.sub("", text, count=1).strip()


def is_numbered(text: str) -> bool:
    """Return whether a list item carries a number."""
    return text[:1].isdigit()


def cells(text: str) -> list[str]:
    """Return the columns of a line of a table; one column for any other line."""
    return [cell.strip() for cell in _COLUMNS.split(text) if cell.strip()]


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("furniture", lambda text: is_furniture(text) or is_advert(text) or is_pointer(text)),
    ("related", lambda text: related_title(text) is not None),
    ("copyright", is_copyright),
    ("follow", is_follow),
    ("tags", is_tags),
    ("list", is_list_heading),
    ("chrome", is_chrome),
)


# A line without any of these marks and words, and with a sentence's end, matches none of the patterns above.
_MARKED = re.compile(r"[#©|:»>\t–—\[]|\(c\)")
_TELLING = _PROMOTED | frozenset({
    "copyright", "hak", "all", "dilarang", "pt", "google", "saluran", "kanal", "channel", "follow", "cek", "breaking",
    "advertisement", "advertorial", "iklan", "pariwara", "sponsored", "promoted", "scroll", "lanjutkan", "continue",
    "gambas", "continues", "ads", "ad", "artikel", "loading", "memuat", "mengikuti", "mendapatkan", "mengunduh", "http",
    "https", "www",
})  # fmt: skip


_BETWEEN = str.maketrans(dict.fromkeys(".,;!?()'’\"“”‘/-…", " "))


def _is_plain_prose(text: str) -> bool:
    """Tell at little cost whether a line is a sentence of a story and can be nothing else."""
    if len(text) < 60 or not text[0].isalnum() or not ends_sentence(text) or _MARKED.search(text):
        return False
    spoken = text.lower().translate(_BETWEEN).split()
    letters = sum(map(len, filter(str.isalpha, spoken)))
    return len(spoken) >= 12 and letters * 3 >= len(text) * 2 and _TELLING.isdisjoint(spoken)


def classify(line: Line) -> str:
    """Return what a line is by itself: a kind of furniture, `prose`, `bullet`, `row`, or `short`."""
    text = line.text
    if _is_plain_prose(text):
        return "prose"
    for kind, fits in _KINDS:
        if fits(text):
            return kind
    words = len(line.words)
    letters = sum(map(str.isalpha, text[:400]))
    if letters * 2 < len(text[:400].replace(" ", "")):
        return "row" if len(cells(text)) > 1 else "figures"
    if words >= 6 and is_promo(text):
        return "promo"
    if (words >= 9 and ends_sentence(text)) or words >= 24:
        return "prose"
    if is_bullet(text):
        return "bullet"
    return "row" if len(cells(text)) > 1 else "short"

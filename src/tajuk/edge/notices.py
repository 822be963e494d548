"""The bare pages that the edge has of its own, for when nothing better can be had."""

from html import escape

_TEXTS = {
    "killed": ("Berita ini telah ditarik", "Redaksi menarik berita ini. This story has been withdrawn."),
    "held": ("Berita ini ditahan", "Redaksi menahan berita ini untuk sementara. This story is on hold."),
    "unavailable": ("Layanan sedang terganggu", "Silakan coba lagi sebentar. Please try again in a moment."),
}
_HEADERS = [
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
]


def plain_notice(name: str) -> tuple[list[tuple[str, str]], bytes]:
    """Return the headers and the body of the notice `killed`, `held` or `unavailable`."""
    title, text = _TEXTS[name]
    page = (
        '<!doctype html><html lang="id"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title></head><body><h1>{escape(title)}</h1><p>{escape(text)}</p>"
        '<p><a href="/">Beranda</a></p></body></html>\n'
    )
    return list(_HEADERS), page.encode()

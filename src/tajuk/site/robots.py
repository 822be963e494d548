"""What crawlers may read (RFC 9309), AI companies' by purpose; whom to tell of weaknesses (RFC 9116)."""

from datetime import datetime, timedelta

from django.conf import settings

from tajuk.common.clock import WIB
from tajuk.common.sanitize import safe_href, without_controls
from tajuk.common.text import one_line
from tajuk.site import links
from tajuk.site.chrome import masthead

# The names that the companies' own pages give, by what the crawler is for (read in November 2026).
_TRAINING = """
    AI2Bot Amazonbot anthropic-ai Applebot-Extended Bytespider CCBot ClaudeBot cohere-ai Diffbot FacebookBot
    Google-Extended GPTBot Meta-ExternalAgent Omgilibot PanguBot Timpibot
"""
_SEARCH = "Claude-SearchBot OAI-SearchBot PerplexityBot YouBot"
_USER = "ChatGPT-User Claude-User DuckAssistBot Meta-ExternalFetcher MistralAI-User Perplexity-User"
AI_CRAWLERS = {"training": _TRAINING.split(), "search": _SEARCH.split(), "user": _USER.split()}
NONE = "none"
_CLOSED = ("/desk/", "/documents/", "/api/", "/_/", "/-/", "/cari", "/en/cari", "/lite/")
_LIFE = timedelta(days=180)


def robots_txt() -> str:
    """Return `robots.txt`: what is closed to all, and to which crawlers of AI companies everything is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), "Allow: /"]
    if refused := [
        name for kind in AI_CRAWLERS if kind not in settings.TAJUK_AI_CRAWLERS for name in AI_CRAWLERS[kind]
    ]:
        lines += ["", *(f"User-agent: {name}" for name in refused), "Disallow: /"]
    lines += ["", *(f"Sitemap: {links.whole(path)}" for path in ("/sitemap.xml", "/sitemap-news.xml"))]
    return "\n".join(lines) + "\n"


def security_txt(now: datetime) -> str:
    """Return `security.txt`, good for half a year; empty where nobody is named whom one could tell."""
    contact = one_line(without_controls(settings.TAJUK_SECURITY_CONTACT or masthead().contact))
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    if not safe_href(contact):
        return ""
    # Ends at midnight, so that the answer is the same all day.
    expires = (now + _LIFE).astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        f"Contact: {contact}\nExpires: {expires.isoformat()}\nPreferred-Languages: id, en\n"
        f"Canonical: {links.whole('/.well-known/security.txt')}\n"
    )

"""What the paper declares to machines in plain text: who sells its space, whose it is, where its things stand."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from tajuk.common import editions
from tajuk.common.sanitize import safe_href, without_controls
from tajuk.common.text import one_line
from tajuk.site import links
from tajuk.site.chrome import masthead
from tajuk.site.variants import FULL
from tajuk.topics.models import Section

# ads.txt 1.1 (IAB Tech Lab, 2022): fields or a variable, then extensions and a comment.
_ADS = re.compile(
    r"(?:[\w.-]+\.[a-z]{2,}\s*,\s*[^,;#]+\s*,\s*(?:DIRECT|RESELLER)\s*(?:,\s*[^,;#]+)?"
    r"|(?:CONTACT|SUBDOMAIN|INVENTORYPARTNERDOMAIN|OWNERDOMAIN|MANAGERDOMAIN)\s*=[^;#]+)\s*(?:[;#].*)?",
    re.IGNORECASE,
)
# trust.txt (JournalList.net, specification 1.4): an attribute and its value.
_TRUST = re.compile(
    r"(?:member|belongto|control|controlledby|social|vendor|customer|disclosure|contact|datatrainingallowed)=\S.*",
    re.IGNORECASE,
)


def wrong_lines() -> Iterator[str]:
    """Yield what is no line of `ads.txt` or `trust.txt` in their settings, one sentence each."""
    for name, known in (("TAJUK_ADS_TXT", _ADS), ("TAJUK_TRUST_TXT", _TRUST)):
        for line in lines_of(getattr(settings, name)):
            if not line.startswith("#") and not known.fullmatch(line):
                yield f"{name} holds “{line}”, which is no line of such a file"


def lines_of(text: str) -> list[str]:
    """Return the lines of a setting, which are parted by `|` or stand on lines of their own."""
    return [line for part in re.split(r"[|\n]", without_controls(text)) if (line := one_line(part))]


def ads_txt() -> str:
    """Return `ads.txt`; empty where nobody is named who sells the paper's space."""
    return _text(lines_of(settings.TAJUK_ADS_TXT))


def trust_txt() -> str:
    """Return `trust.txt`: what the setting says, whom to write to, and whether machines may learn from the paper."""
    lines = lines_of(settings.TAJUK_TRUST_TXT)
    known = {line.partition("=")[0].lower() for line in lines}
    contact = one_line(without_controls(masthead().contact))
    if "contact" not in known and contact:
        lines.append(f"contact={f'mailto:{contact}' if '@' in contact and ':' not in contact else contact}")
    if "datatrainingallowed" not in known:
        lines.append(f"datatrainingallowed={'yes' if 'training' in settings.TAJUK_AI_CRAWLERS else 'no'}")
    return _text(lines)


def llms_txt() -> str:
    """Return `llms.txt` (llmstxt.org): in Markdown, what the paper is and where its sections and feeds stand."""
    paper = masthead()
    sections = [links.section(row, FULL) for row in Section.objects.order_by("display_order", "slug")]
    feeds = [
        (f"{edition.prefix}{name}", f"{form}, {edition.tag}")
        for edition in editions.EDITIONS
        for name, form in (("rss.xml", "RSS"), ("feed.json", "JSON Feed"))
    ]
    lines = [f"# {_markdown(paper.name)}", ""]
    if paper.tagline:
        lines += [f"> {_markdown(paper.tagline)}", ""]
    lines += [f"## {_('Sections')}", "", *(_line(link.name, link.url) for link in sections), ""]
    lines += [f"## {_('Feeds')}", "", *(_line(name, f"/{path}") for path, name in feeds), ""]
    lines += [
        "## API",
        "",
        _line("ninjs 3.1, NewsML-G2 2.35", "/api/v1/articles"),
        _line("OpenAPI 3.1", "/api/v1/openapi.json"),
        _line("sitemap", "/sitemap.xml"),
    ]
    return _text(lines)


def _line(name: str, path: str) -> str:
    href = safe_href(links.whole(path))
    return f"- [{_markdown(name)}]({href})"


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", one_line(without_controls(text)))


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n" if lines else ""

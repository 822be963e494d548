"""What programs of strangers make of a page: run in a process of its own, for they warn and log as they like.

Reads `{"url": …, "html": …, "language": …}`; prints what each program took for title, authors, date and text.
"""

import json
import socket
import sys
import warnings
from typing import Any

warnings.simplefilter("ignore")


def refuse(*arguments: Any, **options: Any) -> Any:
    """Let nobody out: one of the programs would fetch a list of domains, and does without."""
    raise OSError("these programs read what they are given")


socket.getaddrinfo = refuse
socket.create_connection = refuse

import newspaper  # noqa: E402  (it warns when it is imported)
import readability  # noqa: E402
import trafilatura  # noqa: E402
from lxml import html as markup  # noqa: E402


def by_trafilatura(page: dict[str, str]) -> dict[str, Any]:
    options = {
        "include_comments": False,
        "include_tables": True,
        "include_links": False,
        "with_metadata": True,
    }
    found = trafilatura.bare_extraction(page["html"], url=page["url"], **options)
    return {"title": found.title, "authors": found.author, "date": found.date, "text": found.text}


def by_newspaper(page: dict[str, str]) -> dict[str, Any]:
    article = newspaper.Article(page["url"], language=page["language"])
    article.download(input_html=page["html"])
    article.parse()
    return {
        "title": article.title,
        "authors": "; ".join(article.authors),
        "date": str(article.publish_date),
        "text": article.text,
    }


def by_readability(page: dict[str, str]) -> dict[str, Any]:
    document = readability.Document(page["html"])
    text = markup.fromstring(document.summary()).text_content()
    return {"title": document.short_title(), "text": text}


if __name__ == "__main__":
    page = json.load(sys.stdin)
    programs = {"trafilatura": by_trafilatura, "newspaper4k": by_newspaper, "readability": by_readability}
    print(json.dumps({name: read(page) for name, read in programs.items()}))

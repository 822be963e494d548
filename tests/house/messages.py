"""Collect what the interface says and bring the translations up to date: `make messages`.

Babel reads Python and Jinja2 itself; Django's templates are first turned into Python by
Django's own `templatize`.
"""

import io
from collections.abc import Iterator
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po

from tajuk.common import clock
from tests.house.tree import APPS, PACKAGE, ROOT

# Indonesian has one form for every number.
PLURALS = {"id": "nplurals=1; plural=0;"}
LANGUAGES = sorted(PLURALS)
ABOUT = "# What Tajuk's interface says. Copyright (C) Tajuk contributors, BSD-3-Clause."
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Where each kind of text stands; the first pattern that fits decides.
METHODS = [
    ("**/migrations/**.py", "ignore"),
    ("**.py", "python"),
    ("templates/**.*", "jinja2.ext:babel_extract"),
    *((f"{app}/templates/**.*", "tests.house.messages:django_template") for app in APPS),
]
OPTIONS = {"templates/**.*": {"silent": "false", "trimmed": "true"}}


def django_template(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Yield the messages of a Django template as Babel wants them from an extractor."""
    from django.utils.translation.template import templatize

    python = templatize(file.read().decode("utf-8"))
    # What is not a message became filler whose indentation means nothing.
    plain = "\n".join(line.strip() for line in python.splitlines())
    yield from extract_python(
        io.BytesIO(plain.encode("utf-8")), keywords, comment_tags, {"encoding": "utf-8"}
    )


def said() -> Catalog:
    """Return every message that the code and the templates hold."""
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(PACKAGE, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",))
    for name, _line, message, comments, context in found:
        catalogue.add(
            message, locations=[(f"src/tajuk/{name}", None)], auto_comments=comments, context=context
        )
    return catalogue


def path_of(language: str) -> Any:
    """Return where a language's catalogue stands."""
    return PACKAGE / "locale" / language / "LC_MESSAGES/django.po"


def translated(language: str) -> Catalog:
    """Return a language's catalogue, an empty one when there is none yet."""
    path = path_of(language)
    if not path.exists():
        catalogue = Catalog(
            language,
            project="Tajuk",
            version="1",
            header_comment=ABOUT,
            last_translator="Tajuk contributors",
            language_team="Tajuk contributors",
            msgid_bugs_address="",
            revision_date=clock.now(),
            charset="utf-8",
            fuzzy=False,
        )
        catalogue.mime_headers = [("Plural-Forms", PLURALS[language])]
        return catalogue
    with path.open("rb") as file:
        return read_po(file, locale=language)


def complete(message: Message | None) -> bool:
    """Say whether a message has its translation, every plural form of it, and nobody doubts it."""
    if message is None or message.fuzzy:
        return False
    strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return bool(strings) and all(strings)


def missing(language: str) -> list[str]:
    """Return the messages that a language lacks, in order."""
    catalogue = translated(language)
    return sorted(
        str(message.id) for message in said() if message.id and not complete(found(catalogue, message))
    )


def found(catalogue: Catalog, message: Message) -> Message | None:
    """Return a catalogue's own entry for a message."""
    key = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
    return catalogue.get(key, message.context)


def main() -> None:
    """Write each catalogue anew: what is no longer said goes, what is new stands there untranslated."""
    for language in LANGUAGES:
        catalogue = translated(language)
        catalogue.update(said(), no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(file, catalogue, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
        lacking = len(missing(language))
        print(f"{path_of(language).relative_to(ROOT)}: {len(catalogue)} messages, {lacking} to translate")


if __name__ == "__main__":
    main()

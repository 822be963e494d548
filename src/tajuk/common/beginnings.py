"""Ask an index of words for what a person typed: every word must stand there, or a word that begins so."""

import re

MOST_WORDS = 8
#: A shorter word is looked for as it stands, a longer one also as the beginning of a word.
BEGINNING = 3
_WORDS = re.compile(r"\w+")


def match_of(typed: str, vendor: str) -> str:
    """Return the search in the language of SQLite's FTS5 or PostgreSQL's `tsquery`; empty without a word.

    What is typed as one with signs between (`BANK-CONTOH/`) is a run of words that must stand together.
    """
    found = (_WORDS.findall(word.replace("_", " ")) for word in typed.split()[:MOST_WORDS])
    runs = [run for run in found if run]
    if vendor == "postgresql":
        return " & ".join(f"'{' '.join(run)}'" + _ending(run, ":*") for run in runs)
    return " AND ".join(f'"{" ".join(run)}"' + _ending(run, "*") for run in runs)


def _ending(run: list[str], sign: str) -> str:
    return sign if len(run[-1]) >= BEGINNING else ""

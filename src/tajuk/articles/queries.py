"""What is asked of stories in SQL of our own."""

from typing import Any

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from tajuk.common.beginnings import match_of

#: So few matches are named one by one; where there are more, a list is walked and soon has a screenful.
FEW = 5_000
# What is indexed, word for word: migration 0012.
_WORDS = r"articles_article.headline || ' ' || articles_article.slugline, '(\W|_)+', ' ', 'g'"
_SAID = f"to_tsvector('simple', regexp_replace({_WORDS})) @@ to_tsquery('simple', %s)"
# How stories with the words are named, and how a row of a list is told to have them.
_SQL = {
    "sqlite": (
        "SELECT rowid FROM articles_words WHERE articles_words MATCH %s LIMIT %s",
        "{}articles_article.id IN (SELECT rowid FROM articles_words WHERE articles_words MATCH %s)",
    ),
    "postgresql": (
        f"SELECT id FROM articles_article WHERE {_SAID} LIMIT %s",  # noqa: S608  (constants of this module)
        f"{{}}{_SAID}",
    ),
}

_COUNTED = {
    "sqlite": "SELECT count(*) FROM articles_words WHERE articles_words MATCH %s",
    "postgresql": f"SELECT count(*) FROM articles_article WHERE {_SAID}",  # noqa: S608  (constants of this module)
}


def worded(stories: Any, words: str, *, counted: bool = False) -> Any:
    """Keep the stories whose headline or slugline has every one of the words, or words that begin so.

    Signs alone ask for nothing and find nothing. What is to be `counted` begins with the matches, what is listed
    walks in the order of the list: at a million stories each is slow where the other is fast.
    """
    match = match_of(words, connection.vendor)
    if not match:
        return stories.none()
    named, within = _SQL[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(named, [match, FEW + 1])
        found = [pk for (pk,) in cursor.fetchall()]
    if len(found) <= FEW:
        return stories.filter(pk__in=found)
    # The sign keeps SQLite from beginning with the matches: https://sqlite.org/optoverview.html, 2
    within = within.format("+" if connection.vendor == "sqlite" and not counted else "")
    return stories.filter(RawSQL(within, [match], output_field=BooleanField()))  # noqa: S611  (SQL of this module)


def count_worded(words: str) -> int:
    """Return how many of all stories have the words: counted in the index alone, no story is looked at."""
    match = match_of(words, connection.vendor)
    if not match:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED[connection.vendor], [match])
        return int(cursor.fetchone()[0])

"""What lets a story's text out past the gate, as the house reads it in a module's source.

Beside the names that `test_exits.py` looks for: the body by any other way than `body_of`, words asked of the database
by column, revisions, which hold what nobody has cleared, and SQL. Each rule has a module that breaks it in `BROKEN`.
"""

import ast
from collections.abc import Iterator

from tests.house.test_exits import READ_TEXT, READERS, SHOW_WORDS, WORDS, calls_in, name_of, named, read_from

#: The columns of a story that hold its words, and what a revision calls them.
COLUMNS = WORDS | {"body", "raw_data"}
#: Calls that take a column by its name.
BY_NAME = {
    "values",
    "values_list",
    "getattr",
    "attrgetter",
    "F",
    "KT",
    "Cast",
    "Substr",
    "Coalesce",
    "StringAgg",
}
#: Whatever holds an article's words without being one: drafts, exports, copies of rows.
WHOLE_ROWS = {
    "get_latest_revision", "get_latest_revision_as_object", "latest_revision", "live_revision", "revisions",
    "as_object", "serializable_data", "model_to_dict", "serialize", "raw_data", "stream_data",
}  # fmt: skip
#: Who asks for words by column, and how it comes by stories that are cleared.
BY_COLUMN = {
    "src/tajuk/site/sitemaps.py": "cleared",
    "src/tajuk/site/search/spelling.py": "a word of them is said only where it finds stories that are cleared",
}
#: Where `body` is the bytes of an answer.
ANSWERS = ("src/tajuk/press/", "src/tajuk/edge/", "src/tajuk/markets/providers/")

BROKEN = {
    "the body as a page shows it": "def leak(request, article):\n    return HttpResponse(str(article.body))\n",
    "the body's stream": "def leak(article):\n    return article.body.stream_data\n",
    "the body by its reader": "from tajuk.articles.body import body_of as b\ndef leak(a):\n    return b(a).blocks\n",
    "a headline": "def leak(article):\n    return article.headline\n",
    "a summary through a relation": "def leak(row):\n    return row.article.summary\n",
    "a headline by its name": "def leak(article):\n    return getattr(article, 'headline')\n",
    "bodies by column": "def leak():\n    return list(Article.objects.values_list('body', flat=True))\n",
    "rows of words": "def leak():\n    return list(Article.objects.values('pk', 'summary'))\n",
    "a column in an expression": "def leak():\n    return Article.objects.annotate(x=F('lead_caption'))\n",
    "a getter of the headline": "from operator import attrgetter\nleak = attrgetter('headline')\n",
    "a draft": "def leak(article):\n    return article.get_latest_revision_as_object()\n",
    "what was published, from its revision": "def leak(article):\n    return article.live_revision.content\n",
    "a row as a dictionary": "from django.forms import model_to_dict\ndef leak(a):\n    return model_to_dict(a)\n",
    "a note to editors": "def leak(article):\n    return article.editors_note\n",
    "SQL": "def leak(cursor):\n    cursor.execute('SELECT body FROM articles_article')\n",
    "a verdict of one's own": "def leak(a):\n    return Verdict(Shows.TEXT)\n",
    "text on nobody's word": "def leak(a, v):\n    return story_of(a, variant=v, brand='', whole=True, now=None)\n",
}  # fmt: skip


def complaints(path: str, tree: ast.Module) -> Iterator[str]:
    """Yield what in a module that lets things out reads a story's words without being named for it."""
    if path not in READ_TEXT and (read := named(tree) & READERS - {"words_of"}):
        yield f"reads text: {sorted(read)}"
    if not path.startswith(ANSWERS) and "body" in read_from(tree):
        yield "reads a body"
    if path not in SHOW_WORDS and (words := read_from(tree) & WORDS):
        yield f"shows words: {sorted(words)}"
    if whole := named(tree) & WHOLE_ROWS:
        yield f"reads whole rows: {sorted(whole)}"
    if path not in BY_COLUMN and (columns := set(_by_name(tree))):
        yield f"asks for words by column: {sorted(columns)}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_sql_of_words(node.value):
            yield f"reads articles by SQL at line {node.lineno}"
    if any(name_of(call) == "Verdict" for call in calls_in(tree)):
        yield "makes a verdict"


def _by_name(tree: ast.Module) -> Iterator[str]:
    for call in calls_in(tree):
        if name_of(call) in BY_NAME:
            for argument in call.args:
                if isinstance(argument, ast.Constant) and argument.value in COLUMNS:
                    yield str(argument.value)


def _is_sql_of_words(text: str) -> bool:
    lowered = text.lower()
    return "articles_article " in f"{lowered} " and "select" in lowered and any(w in lowered for w in COLUMNS)

"""An exit that is not registered cannot get a story's text: the text is read in few places, and each asks the gate.

Three promises hold one another up. Only the gate makes verdicts, and it knows registered exits alone (`UnknownExit`).
How much of a text is read is said by a verdict, and by nothing else. And whoever shows a headline, a summary or a
caption is named here, with how it comes by stories that are cleared: a new module that shows one fails until it is.
`tests/journeys/test_exits.py` asks every route of the site for the same.
"""

import ast
from collections.abc import Iterator

from tajuk.clearance import exits
from tests.house.tree import PACKAGE, modules, shown

#: What lets words out; the desk, the wires, the demo and the bench stay in the newsroom.
OUTSIDE = ("site", "press", "fronts", "promos", "readers", "markets", "edge", "config")
READERS = {"body_of", "texts_of", "raw_data", "words_of", "words_digest", "as_story"}
WORDS = {"headline", "summary", "lead_caption", "slugline", "editors_note", "usage_terms"}
ASKS = {"cleared", "check", "cleared_rows", "newest", "newest_ids", "may_leave", "let_out"}

#: Where the text of an article is read, and on whose word.
READ_TEXT = {
    "src/tajuk/site/story.py": "its page: `whole` is told by the view, which has the verdict",
    "src/tajuk/site/exchange.py": "feeds and the API: asks the gate for each article",
    "src/tajuk/site/plain.py": "search: `whole` is told by the caller, which has the verdict",
    "src/tajuk/site/ahead.py": "fetches what pages name, by id; shows nothing",
}
#: Who shows words of a story, and how it comes by stories that are cleared.
SHOW_WORDS = {
    "src/tajuk/site/cards.py": "its callers give it cleared rows",
    "src/tajuk/site/feeds.py": "cleared",
    "src/tajuk/site/heads.py": "is given the story that its page shows",
    "src/tajuk/site/oembed.py": "cleared",
    "src/tajuk/site/syndicated.py": "its callers give it cleared rows; a notice has no words",
    "src/tajuk/site/live.py": "is given the article that its page was cleared for",
    "src/tajuk/site/outlets.py": "tells tests what to search for",
    "src/tajuk/site/parts.py": "cleared",
    "src/tajuk/site/search/finding.py": "cleared",
    "src/tajuk/site/search/indexing.py": "the index, which nothing but `finding` reads",
    "src/tajuk/site/sitemaps.py": "cleared",
    "src/tajuk/site/story.py": "is given the article that its page was cleared for",
    "src/tajuk/site/views/article.py": "cleared",
    "src/tajuk/site/views/corrections.py": "cleared",
    "src/tajuk/site/views/live.py": "cleared",
    "src/tajuk/site/views/offline.py": "cleared",
    "src/tajuk/site/structured.py": "is given the facts that the page shows",
}
#: These read a field of that name of something that is no article: a card, a hit, a course, a manuscript.
NO_ARTICLE = {
    "src/tajuk/site/courses.py", "src/tajuk/site/views/academy.py", "src/tajuk/site/views/front.py",
    "src/tajuk/site/views/lists.py", "src/tajuk/site/views/market.py", "src/tajuk/site/views/search.py",
}  # fmt: skip
NAMES_ASKED = {
    "cleared": 1,
    "check": 1,
    "cleared_rows": 1,
    "newest": 1,
    "newest_ids": 1,
    "let_out": 3,
    "related_to": None,
}


def outside() -> Iterator[tuple[str, ast.Module]]:
    """Yield the modules through which words could leave."""
    for path in modules():
        if path.relative_to(PACKAGE).parts[0] in OUTSIDE:
            yield shown(path), ast.parse(path.read_text(encoding="utf-8"))


def named(tree: ast.AST) -> set[str]:
    """Return every name that a module uses: variables, attributes, imports."""
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return found | {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def read_from(tree: ast.AST) -> set[str]:
    """Return the attributes that a module reads of anything but itself."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and not (isinstance(node.value, ast.Name) and node.value.id == "self")
    }


def name_of(call: ast.Call) -> str:
    """Return the last part of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls_in(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield every call."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_only_the_gate_makes_verdicts() -> None:
    makers = {
        shown(path)
        for path in modules()
        if path.relative_to(PACKAGE).parts[0] != "bench"  # whose verdicts are of figures
        for call in calls_in(ast.parse(path.read_text(encoding="utf-8")))
        if name_of(call) == "Verdict"
    }
    assert makers == {"src/tajuk/clearance/gate.py"}


def test_the_text_of_an_article_is_read_in_few_places() -> None:
    found = {path for path, tree in outside() if named(tree) & READERS - {"words_of"}}
    callers = {"src/tajuk/site/search/finding.py", "src/tajuk/site/search/indexing.py"}
    assert found - callers - set(READ_TEXT) == set(), "ask `exchange.copies_of` or `story_of` for it"
    assert set(READ_TEXT) - found == set(), "no longer one of them"


def test_how_much_text_is_read_is_told_by_a_verdict_and_by_nothing_else() -> None:
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in outside()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for call in calls_in(function)
        for keyword in call.keywords
        if keyword.arg == "whole" and not told_by_a_verdict(keyword.value, function, path)
    ]
    assert wrong == []


def told_by_a_verdict(value: ast.expr, function: ast.FunctionDef, path: str) -> bool:
    """Tell whether an argument is `….shows is Shows.TEXT`, or handed on as the function got it or worked it out."""
    if isinstance(value, ast.Compare):
        return isinstance(value.left, ast.Attribute) and value.left.attr == "shows"
    if isinstance(value, ast.Constant):
        # The desk's preview has no address that a reader could ask.
        return path.endswith("views/article.py") and function.name == "preview"
    if not isinstance(value, ast.Name):
        return False
    given = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    if value.id in given:
        return True
    assigned = [node.value for node in ast.walk(function) if isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == value.id for target in node.targets
    )]  # fmt: skip
    asked = {"permitted", "check"}
    return bool(assigned) and all(any(name_of(c) in asked for c in calls_in(each)) for each in assigned)


def test_who_shows_words_of_a_story_is_known_and_has_asked_the_gate() -> None:
    found = {path: tree for path, tree in outside() if read_from(tree) & WORDS}
    assert set(found) - set(SHOW_WORDS) - NO_ARTICLE == set(), "say how it comes by stories that are cleared"
    assert set(SHOW_WORDS) - set(found) == set(), "no longer one of them"
    unasked = [path for path, how in SHOW_WORDS.items() if how == "cleared" and not named(found[path]) & ASKS]
    assert unasked == []


def test_no_note_to_editors_is_read_by_anything_that_lets_words_out() -> None:
    readers = [path for path, tree in outside() if read_from(tree) & {"editors_note", "usage_terms"}]
    assert readers == []


def test_every_exit_that_is_asked_for_is_registered() -> None:
    registered = {exit_.name for exit_ in exits.registered()}
    unknown = []
    for path, tree in outside():
        constants = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in calls_in(tree):
            place = NAMES_ASKED.get(name_of(call))
            if place is not None and len(call.args) > place:
                unknown += [
                    (f"{path}:{call.lineno}", name)
                    for name in names_in(call.args[place], constants)
                    if name not in registered
                ]
    assert unknown == []


def names_in(value: ast.expr, constants: dict[str, object]) -> set[str]:
    """Return the exits' names that an argument can be; none for one that is handed on: the gate refuses those it does
    not know."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return {value.value}
    if isinstance(value, ast.Name) and isinstance(constants.get(value.id), str):
        return {str(constants[value.id])}
    if isinstance(value, ast.IfExp):
        return names_in(value.body, constants) | names_in(value.orelse, constants)
    return set()


def test_a_module_outside_would_be_caught() -> None:
    tree = ast.parse("def leak(article):\n    return article.headline + str(article.body.raw_data)\n")
    assert named(tree) & READERS
    assert read_from(tree) & WORDS

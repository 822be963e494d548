"""What the archive is asked for while it is measured."""

from tajuk.bench.archive.screens import asked

TEXTS = {
    "/desk/stories/": '<a href="/desk/stories/edit/71/">Judul</a>',
    "/desk/fronts/": '<a href="/desk/fronts/3/">Muka</a>',
}


def test_screens_of_a_story_and_a_front_are_asked_for_by_ids_that_the_lists_show() -> None:
    paths = {each.name: each.path for each in asked(lambda path: TEXTS[path])}
    assert paths["desk: a story's form"] == "/desk/stories/edit/71/"
    assert paths["desk: a front's layout"] == "/desk/fronts/3/"
    assert not [path for path in paths.values() if "{story" in path or "{front" in path]


def test_what_an_archive_has_nothing_of_is_left_out() -> None:
    names = {each.name for each in asked(lambda path: "")}
    assert "desk: a story's form" not in names and "desk: a front's layout" not in names
    assert {"desk: stories", "search, a rare word", "topic"} <= names


def test_no_address_is_asked_for_twice() -> None:
    found = asked(lambda path: TEXTS[path])
    addresses = [each.at(number) for each in found for number in range(-1, 9)]
    assert len(addresses) == len(set(addresses))

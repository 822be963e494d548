"""Files are called by the house's words."""

import re

from tests.house.tree import APPS, PACKAGE, ROOT, modules, shown, tracked

# A name that says nothing, or another word for one that the vocabulary has.
FORBIDDEN = {
    "utils": "what it holds",
    "util": "what it holds",
    "helpers": "what it holds",
    "helper": "what it holds",
    "core": "what it holds",
    "misc": "what it holds",
    "lib": "what it holds",
    "services": "actions or queries",
    "service": "actions or queries",
    "selectors": "queries",
    "constants": "enums, or beside their only user",
    "handlers": "receivers",
    "serializers": "what it writes",
}
# The folders that an app may have.
FOLDERS = {
    *("actions", "backends", "importers", "management", "migrations", "models", "parsers", "policies"),
    *("providers", "static", "templates", "templatetags", "views"),
}
# Folders that name the thing they hold.
NAMED = {
    "articles/nearness": "which stories belong beside a story: what is kept of each, how two are compared",
    "bench/archive": "the made archive that figures are measured on",
    "bench/figures": "what is measured, a figure a module",
    "bench/peers": "what is measured beside Tajuk, a server a module",
    "config/settings": "the settings of each kind of installation",
    "demo/pictures": "the drawings of the demo newsroom",
    "demo/stories": "the copy of the demo newsroom",
    "demo/wires": "the agencies' files of the demo newsroom",
    "markets/figures": "the figure check: reads figures in copy and compares them with the data",
    "markets/data": "instruments, sessions and holidays as dated data",
    "wires/clusters": "stories of one event put together, copies found",
    "wires/data": "the lexicon by which two languages are compared",
    "wires/ways": "ways to fetch copy that waits elsewhere, a protocol a module",
    "wires/writers": "stories written in the formats of others, a format a module",
    "site/search": "the search index: its contract, its backends, its words",
}
BESIDE_APPS = {"assets", "locale", "templates"}
TESTS = {"browser", "counting", "factories", "house", "journeys", "samples", "servers", "unit"}


def test_no_module_has_a_name_that_says_nothing():
    wrong = [f"{shown(path)}: call it {FORBIDDEN[path.stem]}" for path in modules() if path.stem in FORBIDDEN]
    wrong += [
        shown(path) for path in PACKAGE.rglob("*/") if path.name in {*FORBIDDEN, "base"} and path.is_dir()
    ]
    assert wrong == []


def test_the_folders_of_an_app_are_of_the_vocabulary():
    found = {path for app in APPS for path in (PACKAGE / app).iterdir() if path.is_dir()}
    names = {path.relative_to(PACKAGE).as_posix() for path in found if path.name != "__pycache__"}
    assert {name for name in names if name.split("/")[1] not in FOLDERS} - set(NAMED) == set()


def test_the_package_holds_apps_templates_assets_and_locales():
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders - set(APPS) - BESIDE_APPS == set()


def test_the_tests_stand_in_the_folders_of_the_house():
    inside = [path.relative_to(ROOT / "tests") for path in tracked() if path.is_relative_to(ROOT / "tests")]
    assert {path.parts[0] for path in inside if len(path.parts) > 1} - TESTS == set()
    units = {path.parts[1] for path in inside if path.parts[0] == "unit" and len(path.parts) > 2}
    assert units - set(APPS) == set()


def test_python_names_are_plain():
    assert [
        shown(path) for path in modules() if not re.fullmatch(r"[a-z][a-z0-9_]*|__(init|main)__", path.stem)
    ] == []

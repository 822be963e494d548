"""The papers of the house are in order."""

import re

from tests.house.tree import ROOT, shown

SECTIONS = ["Why", "What we do", "What follows"]


def test_every_change_can_be_told_to_its_users():
    fragments = [path for path in (ROOT / "changelog.d").glob("*.md") if path.name != "README.md"]
    assert fragments, "write changelog.d/<slug>.md"
    for path in fragments:
        lines = path.read_text(encoding="utf-8").strip().splitlines()
        assert 1 <= len(lines) <= 3 and not lines[0].startswith("#"), (
            f"{path.name}: one or two lines, no heading"
        )


def test_decisions_are_numbered_in_a_row_and_complete():
    papers = sorted(
        path for path in (ROOT / "docs/adr").glob("[0-9]*.md") if not path.name.startswith("0000")
    )
    assert [int(path.name[:4]) for path in papers] == list(range(1, len(papers) + 1))
    for path in papers:
        assert re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE) == SECTIONS, path.name


def test_links_between_documents_lead_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changelog.d").glob("*.md")]:
        targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
        broken += [f"{shown(page)}: {target}" for target in targets if not (page.parent / target).exists()]
    assert broken == []


def test_the_glossary_is_in_alphabetical_order():
    words = re.findall(
        r"^\*\*(.+?)\*\*", (ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert words == sorted(words, key=str.lower)
    assert len(words) == len(set(words))

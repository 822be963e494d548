"""What must not stand in a file of the repository."""

import json
import re

import pytest

from tests.house.tree import ROOT, shown, tracked

FORBIDDEN = {
    "a package registry's address": re.compile(
        r'"resolved"[:] "|--(?:extra-)?index[-]url[ =]|registry\.npmjs\.|pypi\.org/simple|python[h]osted\.org'
    ),
    "a path of one machine": re.compile(r"(?<![\w.:/-])/(?:work|farm|root|home|Users)/[a-z.]"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE K[E]Y-----"),
    "a token": re.compile(
        r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|xox[abprs]-\w{10,}|sk_live_\w{16,}|glpat-[\w-]{20})"
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    found = []
    for path in tracked():
        if path.suffix not in {".png", ".jpg", ".avif", ".webp", ".woff2", ".zip"}:
            text = path.read_bytes().decode("utf-8", errors="replace")
            found += [f"{shown(path)}: {match[0]}" for match in FORBIDDEN[what].finditer(text)]
    assert found == []


def test_no_file_is_larger_than_half_a_megabyte():
    assert [shown(path) for path in tracked() if path.stat().st_size > 512 * 1024] == []


def pins(name: str) -> set[str]:
    return set(re.findall(r"^(\S+==\S+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE))


def test_the_development_environment_holds_what_runs():
    assert pins("run.txt") - pins("dev.txt") == set(), "run `make pins`"


def test_the_installer_agrees_with_the_development_environment():
    versions = dict(pin.split("==") for pin in pins("dev.txt"))
    assert {
        pin
        for pin in pins("bootstrap.txt")
        if versions.get(pin.split("==")[0], pin.split("==")[1]) != pin.split("==")[1]
    } == set()


def test_every_pin_has_a_hash():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert re.findall(r"^\S+==\S+$", text, re.MULTILINE) == [], path.name


def test_the_linters_lock_file_is_whole():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if name and "integrity" not in package] == []

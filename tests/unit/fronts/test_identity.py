"""The paper's identity: text can be read in every colour that is saved, and pages take the look without new code."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from tajuk.articles.actions import NotPossible
from tajuk.common import clock
from tajuk.fronts import files
from tajuk.fronts.actions import change_identity
from tajuk.fronts.colours import COLOURS, PAIRS, SCHEMES, colour, contrast, pairs
from tajuk.fronts.identity import Font, Looks, style_sheet
from tajuk.fronts.models import Masthead
from tajuk.press.plates import edition
from tajuk.site.bundles import ASSETS
from tests.factories.newsroom import UserFactory

HEX = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
GREEN = {"light-nila": "#0b5d3b", "dark-nila": "#8fe0b8"}


@pytest.mark.parametrize(
    ("text", "ground", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_as_wcag_reckons_it(text: str, ground: str, ratio: float) -> None:
    assert contrast(text, ground) == pytest.approx(ratio, abs=0.01)


@given(one=HEX, other=HEX)
def test_contrast_is_the_same_both_ways_and_in_its_range(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


def test_house_colours_can_be_read_and_are_those_of_the_style_sheet() -> None:
    assert [pair for pair in pairs({}) if not pair.is_readable] == []
    sheet = (ASSETS / "css" / "tokens.css").read_text(encoding="utf-8")
    for name, (light, dark) in COLOURS.items():
        said = re.findall(rf"--{name}: (?:light-dark\((#\w+), (#\w+)\)|(#\w+));", sheet)
        assert said, name
        values = {_long(value) for found in said for value in found if value}
        assert values == {light, dark}, name


def _long(value: str) -> str:
    return value if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:])


def test_every_text_and_ground_of_the_style_sheets_is_checked() -> None:
    checked = {frozenset(pair) for pair in PAIRS}
    named = set().union(*checked)
    for file in (ASSETS / "css").rglob("*.css"):
        if file.name in {"tokens.css", "print.css"}:
            continue
        for rule in re.findall(r"{([^{}]*)}", file.read_text(encoding="utf-8")):
            text = re.search(r"(?<![-\w])color: var\(--([a-z-]+)\)", rule)
            ground = re.search(r"(?<![-\w])background(?:-color)?: var\(--([a-z-]+)\)", rule)
            # Rules are strokes, and signs between words that say nothing.
            seen = {hit[1] for hit in (text, ground) if hit} & set(COLOURS) - {"rule"}
            assert seen <= named, (file.name, rule)
            assert len(seen) < 2 or frozenset(seen) in checked, (file.name, rule)


def test_house_looks_need_no_style_sheet() -> None:
    assert style_sheet(Looks({})) == ""


def test_style_sheet_has_both_schemes_and_nothing_that_was_not_chosen() -> None:
    sheet = style_sheet(Looks(GREEN, Font.SYSTEM_SERIF))
    assert "--nila:light-dark(#0b5d3b,#8fe0b8)" in sheet and "--serif:charter" in sheet
    assert "--ink" not in sheet and "--sans" not in sheet and sheet.count("{") == sheet.count("}")


@pytest.fixture
def masthead(db: None, settings: Settings, tmp_path: Path) -> Masthead:
    settings.MEDIA_ROOT = str(tmp_path)
    return Masthead.load()


def change(masthead: Masthead, **changes: Any) -> Masthead:
    said = {"name": "Harian Uji", "chosen": {}, "by": None, "now": clock.now()} | changes
    return change_identity(masthead, **said)


def test_change_is_an_edition_and_stands_on_every_page(masthead: Masthead, client: Client) -> None:
    before = edition()
    by = UserFactory(permissions=["fronts.change_masthead"])
    change(masthead, chosen=GREEN, fonts=(Font.SYSTEM_SERIF, Font.SANS), by=by)
    assert edition() != before
    html = client.get("/").content.decode()
    found = re.search(r'href="(/media/identity/identity\.[0-9a-f]{16}\.css)"', html)
    assert found and "Harian Uji" in html
    assert "tajuk-serif" not in html and "tajuk-sans" in html  # what is not shown is not loaded
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    sheet = (Path(default_storage.path("")) / found[1].removeprefix("/media/")).read_text()
    assert "#0b5d3b" in sheet
    assert ModelLogEntry.objects.get(action="tajuk.identity").user == by


def test_back_to_the_house_leaves_nothing_behind(masthead: Masthead) -> None:
    change(masthead, chosen=GREEN)
    assert masthead.style
    every = {f"{scheme}-{name}": colour({}, name, scheme) for scheme in SCHEMES for name in COLOURS}
    change(masthead, chosen=every)
    assert (masthead.style, masthead.colours) == ("", {})


@pytest.mark.parametrize(
    "chosen",
    [
        {"light-ink": "#999999"},
        {"dark-paper": "#ffffff"},
        {"light-kunyit": "#222222"},
        {"light-ink": "red"},
        {"light-ink": "#14172a;}body{display:none"},
    ],
)
def test_colours_that_cannot_be_read_or_are_none_are_refused(
    masthead: Masthead, chosen: dict[str, str]
) -> None:
    with pytest.raises(NotPossible):
        change(masthead, chosen=chosen)
    assert Masthead.load().colours == {}


def test_identity_is_the_publishers(masthead: Masthead) -> None:
    with pytest.raises(PermissionDenied):
        change(masthead, by=UserFactory())


def picture(kind: str = "PNG", size: tuple[int, int] = (1200, 300)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return SimpleUploadedFile("logo.png", out.getvalue())


def test_logo_is_drawn_anew_in_the_mastheads_size(masthead: Masthead) -> None:
    logo = files.keep_logo(picture())
    assert (logo["width"], logo["height"]) == (576, 144)
    change(masthead, logo=logo)
    sheet = style_sheet(masthead.looks)
    assert str(logo["address"]) in sheet and "aspect-ratio:576/144" in sheet


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff" + b"\0" * 40]
)
def test_logo_that_is_no_picture_is_refused_in_one_line(masthead: Masthead, data: bytes) -> None:
    with pytest.raises(NotPossible) as told:
        files.keep_logo(SimpleUploadedFile("logo.png", data))
    assert "\n" not in str(told.value)


def test_row_30_picture_bomb_is_refused_before_it_is_decoded(masthead: Masthead) -> None:
    with pytest.raises(NotPossible):
        files.keep_logo(picture(size=(20_000, 900)))


def test_own_font_needs_a_licence_and_to_be_whole(masthead: Masthead) -> None:
    data = (ASSETS / "fonts" / "tajuk-sans.woff2").read_bytes()
    with pytest.raises(NotPossible):
        files.keep_font(SimpleUploadedFile("a.woff2", data), "")
    for broken in (data[:-1], b"wOFF" + data[4:], b"", data + b"\0" * files.LARGEST_FONT):
        with pytest.raises(NotPossible):
            files.keep_font(SimpleUploadedFile("a.woff2", broken), "OFL 1.1")
    with pytest.raises(NotPossible):
        change(masthead, fonts=(Font.OWN, Font.SANS))
    own = files.keep_font(SimpleUploadedFile("a.woff2", data), "OFL 1.1")
    change(masthead, fonts=(Font.OWN, Font.SANS), own_headline=own)
    assert f'src:url("{own["address"]}")' in style_sheet(masthead.looks)
    assert masthead.preloads == [(own["address"], False), ("tajuk/fonts/tajuk-sans.woff2", True)]

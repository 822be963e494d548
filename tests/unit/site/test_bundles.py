"""One style sheet and one script are put together from a file a component."""

import gzip
import re

from django.contrib.staticfiles import finders

from tajuk.site.bundles import ASSETS, script, style_sheet


def test_the_style_sheet_orders_its_layers_first():
    sheet = style_sheet()
    assert sheet.index("@layer tokens, reset") < sheet.index("@layer components {")
    for file in (ASSETS / "css").rglob("*.css"):
        assert file.read_text(encoding="utf-8") in sheet, file.name


def test_bundles_are_found_as_files():
    for name in ("tajuk/css/tajuk.css", "tajuk/js/tajuk.js"):
        found = finders.find(name)
        assert found is not None
    assert finders.find("tajuk/css/nichts.css") is None


def test_what_the_style_sheet_names_is_there():
    for address in re.findall(r"url\(\"\.\./([^\"]+)\"\)", style_sheet()):
        assert (ASSETS / address).is_file()


def test_component_scripts_stand_alone():
    assert not re.search(r"^\s*(?:import|export)\b", script(), re.MULTILINE)


def test_styles_and_scripts_keep_their_budgets():
    assert len(gzip.compress(style_sheet().encode())) <= 15 * 1024
    assert len(gzip.compress(script().encode())) <= 12 * 1024
    fonts = sum(file.stat().st_size for file in (ASSETS / "fonts").glob("*.woff2"))
    assert fonts <= 48 * 1024

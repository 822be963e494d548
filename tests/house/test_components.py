"""A component's template, style and script share one name."""

import base64
import hashlib
import re

from django.conf import settings

from tests.house.tree import PACKAGE

TEMPLATES = PACKAGE / "templates"
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def names(folder: str, ending: str) -> set[str]:
    return {path.name.removesuffix(ending) for path in (PACKAGE / folder).rglob(f"*{ending}")}


def test_every_component_style_and_script_has_its_template():
    components = names("templates/components", ".html")
    assert names("assets/css/components", ".css") - components == set()
    assert names("assets/js/components", ".js") - components == set()


def test_templates_include_only_what_is_there():
    pattern = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+['\"]([^'\"]+)['\"]")
    wanted = {
        name for path in TEMPLATES.rglob("*.*") for name in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert {name for name in wanted if not (TEMPLATES / name).is_file()} == set()


def test_templates_hold_no_inline_style_or_script():
    pattern = re.compile(
        r"<style\b|\sstyle=[\"']|\son[a-z]+=[\"']|<script(?![^>]*\b(?:src=|type=[\"']application/(?:ld\+)?json))",
        re.I,
    )
    pages = [path for path in TEMPLATES.rglob("*.html") if "emails" not in path.parts]
    assert [
        (path.name, match[0])
        for path in pages
        for match in pattern.finditer(STYLE.sub(_unless_named, path.read_text(encoding="utf-8")))
    ] == []


def _unless_named(found: re.Match[str]) -> str:
    """Leave out a style whose digest the policy names: the light page is one request with one line of it."""
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    named = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["style-src"]
    return "" if f"'sha256-{digest}'" in named else found[0]

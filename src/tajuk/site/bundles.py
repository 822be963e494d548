"""One style sheet and one script, put together from a file a component, without a build step.

`collectstatic` and the development server ask this finder for `tajuk/css/tajuk.css` and `tajuk/js/tajuk.js`; it
joins the files in `assets/` as they are (docs/adr/0006-one-style-sheet-one-script.md).
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

import tajuk

ASSETS = Path(tajuk.__file__).parent / "assets"
# Layers decide which rule wins; only the file that orders them must come first.
STYLES = ("layers.css", "tokens.css", "reset.css", "elements.css", "layout.css")


def style_sheet() -> str:
    """Return the whole style sheet."""
    folder = ASSETS / "css"
    files = [folder / name for name in STYLES]
    files += [*sorted((folder / "components").glob("*.css")), *sorted((folder / "pages").glob("*.css"))]
    return "".join(file.read_text(encoding="utf-8") for file in [*files, folder / "print.css"])


def script() -> str:
    """Return the whole script: each component's file in a block of its own, so that names cannot meet."""
    files = sorted((ASSETS / "js" / "components").glob("*.js"))
    return "".join(f"{{\n{file.read_text(encoding='utf-8')}}}\n" for file in files)


BUNDLES = {"tajuk/css/tajuk.css": style_sheet, "tajuk/js/tajuk.js": script}


class BundleFinder(BaseFinder):
    """Find the bundles, written anew whenever a file in them is."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        """Keep the bundles in the data folder."""
        self.storage = FileSystemStorage(location=str(settings.DATA / "bundles"))

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where the bundle of that name is."""
        if path not in BUNDLES:
            return []
        found = self.storage.path(path)
        write(Path(found), BUNDLES[path]())
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield each bundle with the storage that it is in."""
        for name, made in BUNDLES.items():
            write(Path(self.storage.path(name)), made())
            yield name, self.storage


def write(path: Path, text: str) -> None:
    """Write a file whole, only when it says something else: a reader never sees half of it."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
    part = Path(file.name)
    part.chmod(0o644)
    part.replace(path)

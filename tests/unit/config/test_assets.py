"""Assets of an older edition: pages that name them are still in caches and in open tabs."""

from pathlib import Path

from django.conf import settings
from django.test import override_settings

from tajuk.config.preparation import collect_assets


def test_assets_of_an_older_edition_stay_beside_the_new_ones(tmp_path: Path) -> None:
    source, served = tmp_path / "assets", tmp_path / "static"
    source.mkdir()
    style = source / "a.css"
    hashed = {**settings.STORAGES, "staticfiles": {"BACKEND": _HASHED}}
    with override_settings(
        STATIC_ROOT=served, STATICFILES_DIRS=[source], STATICFILES_FINDERS=[_FINDER], STORAGES=hashed
    ):
        style.write_text("p { color: red }")
        collect_assets()
        [old] = served.glob("a.*.css")
        style.write_text("p { color: blue }")
        collect_assets()
    assert old.read_text() == "p { color: red }"
    assert len(list(served.glob("a.*.css"))) == 2


_HASHED = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
_FINDER = "django.contrib.staticfiles.finders.FileSystemFinder"

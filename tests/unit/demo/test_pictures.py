"""Check that every illustration draws, repeats itself, varies by seed and carries its credit."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from tajuk.demo import pictures

SIZE = (320, 180)
README = Path(pictures.__file__).parents[1] / "README.md"


def test_the_keys_are_those_of_the_readme() -> None:
    """Every picture key that a story may name has a scene."""
    listed = re.search(r"\*\*Pictures\*\* \(keys\):(.*?)\.\n", README.read_text(encoding="utf-8"), re.DOTALL)
    assert listed is not None
    assert set(pictures.keys()) == {key.strip() for key in listed[1].split(",")}


@pytest.mark.parametrize("key", pictures.keys())
def test_a_scene_is_full_repeatable_and_varied(key: str) -> None:
    """A scene has many colours, is equal for equal seeds and differs for others."""
    first = pictures.draw(key, seed=1, size=SIZE)
    assert first.size == SIZE
    colours = first.quantize(64).convert("RGB").getcolors()
    assert colours is not None
    assert len(colours) > 24
    assert first.tobytes() == pictures.draw(key, seed=1, size=SIZE).tobytes()
    assert first.tobytes() != pictures.draw(key, seed=2, size=SIZE).tobytes()


@pytest.mark.parametrize("size", [(240, 180), (180, 180), (90, 160)])
def test_another_shape_is_a_crop_of_the_scene(size: tuple[int, int]) -> None:
    """Sizes of any aspect are honoured."""
    assert pictures.draw("port", size=size).size == size


def test_a_seed_changes_the_composition_and_not_only_the_palette() -> None:
    """Seeds that share a palette still differ."""
    first, second = (pictures.draw("port", seed=seed, size=SIZE) for seed in (1, 9))
    assert first.tobytes() != second.tobytes()


def test_the_file_carries_caption_and_credit() -> None:
    """A JPEG file names its subject, artist and owner in Exif."""
    data = pictures.jpeg(
        "chip", seed=3, size=SIZE, caption="Cip di meja uji.", credit="Ilustrasi: Tajuk Demo"
    )
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "JPEG"
        exif = picture.getexif()
    assert exif[0x010E] == "Cip di meja uji."
    assert exif[0x013B] == exif[0x8298] == "Ilustrasi: Tajuk Demo"


def test_a_picture_weighs_what_a_page_can_bear() -> None:
    """The grainiest scene at full size stays between 40 and 220 kB."""
    data = pictures.jpeg("batik-workshop", seed=1, size=(1600, 900), caption="Batik.", credit="Ilustrasi")
    assert 40_000 < len(data) < 220_000

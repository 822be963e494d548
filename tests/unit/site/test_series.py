"""Pictures that follow one another become a photo story on the page, and nowhere else."""

from hypothesis import given
from hypothesis import strategies as st

from tajuk.pictures.renditions import PictureSet
from tajuk.site.parts import InlinePicture, Part, PictureGone, Series
from tajuk.site.series import FEWEST, in_series

SHOWN = Part("picture", InlinePicture(PictureSet((), "/a.jpg", 3, 2, "Gambar"), "Keterangan.", "Juru Foto"))
GONE = Part("picture_gone", PictureGone("ditarik"))
TEXT = Part("paragraph", "Teks.")
parts = st.lists(st.sampled_from([SHOWN, GONE, TEXT]), max_size=14)


def test_three_pictures_in_a_row_are_a_series_and_two_are_not():
    assert in_series([TEXT, SHOWN, SHOWN, TEXT]) == (TEXT, SHOWN, SHOWN, TEXT)
    [before, series, after] = in_series([TEXT, SHOWN, GONE, SHOWN, TEXT])
    assert (before, after) == (TEXT, TEXT)
    assert isinstance(series.value, Series)
    assert series.value.pictures == (SHOWN.value, GONE.value, SHOWN.value)


def test_a_row_of_placeholders_is_no_series():
    assert in_series([GONE, GONE, GONE, SHOWN]) == (GONE, GONE, GONE, SHOWN)


@given(parts)
def test_no_picture_is_lost_or_moved(given_parts):
    flat: list[object] = []
    for part in in_series(given_parts):
        if isinstance(part.value, Series):
            assert len(part.value.pictures) >= FEWEST
            flat += part.value.pictures
        else:
            flat.append(part.value)
    assert flat == [part.value for part in given_parts]

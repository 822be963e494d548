"""What is kept to find related stories has a version: a newsroom makes it anew when that is raised."""

from tajuk.articles.nearness import keeping
from tajuk.articles.nearness.profiles import Told, profile_of

TEXT = "Harga nikel menguat 2,5 persen di London, kata pedagang. Penambangan di Sulawesi Tenggara berkurang."


def test_whoever_changes_what_profiles_hold_raises_their_version() -> None:
    """Where this fails, raise `keeping.VERSION`, and write down here what is kept now."""
    profile = profile_of(Told("Penambang nikel menang", "id", "", TEXT, {"topic:1": 3.0}))
    assert keeping.VERSION == "1"
    assert profile.packed().hex() == (
        "0868d3d7e81002beefd63eee17004472ea230bc6674b86ab66ead7b4ad821afafc3933cee556de096d6eb9412142634421c20245"
        "574a484243c878378c11d9b9d4d4cec5a79191919191919191919191"
    )

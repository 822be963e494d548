"""The screen of the paper's identity says which text cannot be read, and keeps what was chosen."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from wagtail.users.models import UserProfile

from tajuk.desk.identity import keys
from tajuk.fronts.colours import colour
from tajuk.fronts.models import Masthead
from tajuk.site.bundles import ASSETS
from tests.factories.newsroom import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/identity/"


@pytest.fixture
def publisher(client: Client, settings: Settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = str(tmp_path)
    client.force_login(UserFactory(permissions=["wagtailadmin.access_admin", "fronts.change_masthead"]))
    return client


def said(**changes: object) -> dict[str, object]:
    colours = {key: colour({}, key.partition("-")[2], key.partition("-")[0]) for key in keys()}
    given = {"name": "Harian Uji", "headline_font": "serif", "text_font": "sans", "do": "save", **colours}
    return given | {name.replace("light_nila", "light-nila"): value for name, value in changes.items()}


def test_identity_is_saved_and_shown_again(publisher: Client) -> None:
    assert publisher.post(ADDRESS, said(light_nila="#0b5d3b", text_font="system-sans")).status_code == 302
    masthead = Masthead.load()
    assert (masthead.name, masthead.colours, masthead.text_font) == (
        "Harian Uji", {"light-nila": "#0b5d3b"}, "system-sans",
    )  # fmt: skip
    html = publisher.get(ADDRESS).content.decode()
    assert 'value="#0b5d3b"' in html and "Harian Uji" in html


def test_refused_colour_is_named_with_its_ground_and_ratio(publisher: Client) -> None:
    user = publisher.session["_auth_user_id"]
    UserProfile.objects.update_or_create(user_id=user, defaults={"preferred_language": "en"})
    answer = publisher.post(ADDRESS, said(light_nila="#5c9c5c"))
    html = answer.content.decode()
    assert answer.status_code == 422 and Masthead.load().colours == {}
    assert 'value="#5c9c5c"' in html and 'id="id_light-nila-wrong"' in html
    assert "“Links and brand” on “Page”, light screen: contrast 3.29; at least 4.5 is needed." in html


def test_preview_follows_without_saving(publisher: Client) -> None:
    html = publisher.post(ADDRESS, said(do="look", light_nila="#5c9c5c")).content.decode()
    assert "--nila:#5c9c5c;" in html and "identity__fails" in html
    assert Masthead.load().colours == {}
    html = publisher.post(ADDRESS, said(do="look", light_nila="red;}</style><script>")).content.decode()
    assert "</style><script>" not in html


def test_font_without_a_licence_is_refused_and_with_one_is_taken(publisher: Client) -> None:
    data = (ASSETS / "fonts" / "tajuk-sans.woff2").read_bytes()

    def post(licence: str) -> int:
        font = SimpleUploadedFile("kami.woff2", data)
        given = said(headline_font="own", own_headline=font, own_headline_licence=licence)
        return publisher.post(ADDRESS, given).status_code

    assert post("") == 422 and Masthead.load().own_headline == {}
    assert post("SIL OFL 1.1, Uji Type") == 302
    assert Masthead.load().own_headline["licence"] == "SIL OFL 1.1, Uji Type"


def test_identity_is_for_the_publisher(client: Client) -> None:
    client.force_login(UserFactory(permissions=["wagtailadmin.access_admin"]))
    assert client.get(ADDRESS).status_code in (302, 403)

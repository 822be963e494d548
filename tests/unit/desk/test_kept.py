"""What somebody typed is not lost when their sign-in or the form's token ran out."""

import re

import pytest
from django.test import Client

from tests.factories.newsroom import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
LONG = "Alasan yang ditulis panjang lebar oleh redaktur sebelum sesinya habis, dengan <b>tanda</b>."


def address() -> str:
    return f"/desk/stories/{ArticleFactory().pk}/hold/"


def sent_again(html: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html))


def test_row_21_form_with_an_old_token_is_refused_and_can_be_sent_again() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(is_superuser=True))
    path = address()
    answer = client.post(path, {"reason": "Cek angka", "csrfmiddlewaretoken": "x" * 64}, headers=OURS)
    html = answer.content.decode()
    assert answer.status_code == 403 and f'action="{path}"' in html
    again = sent_again(html)
    assert again["reason"] == "Cek angka"
    assert client.post(path, again, headers=OURS).status_code == 302


def test_row_21_words_of_another_site_are_never_offered_to_be_sent() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(is_superuser=True))
    path = address()
    for site in ("cross-site", "same-site", "none", None):
        headers = {"Accept": "text/html"} | ({"Sec-Fetch-Site": site} if site else {})
        answer = client.post(path, {"reason": LONG}, headers=headers)
        html = answer.content.decode()
        assert answer.status_code == 403 and "<form" not in html
        assert "&lt;b&gt;tanda" in html and "<b>tanda" not in html


def test_form_sent_by_somebody_signed_out_is_kept(client: Client) -> None:
    answer = client.post(address(), {"reason": LONG}, headers=OURS)
    html = answer.content.decode()
    assert answer.status_code == 403 and "/desk/login/" in html and "Alasan yang ditulis" in html
    client.force_login(UserFactory(is_superuser=True))
    assert sent_again(html)["reason"].startswith("Alasan")


def test_passwords_are_never_given_back_and_the_way_in_stays_open(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/desk/login/", {"username": "a", "password": "rahasia-sekali"}, headers=OURS)
    html = answer.content.decode()
    assert answer.status_code == 403 and "rahasia-sekali" not in html and "<form" not in html
    answer = client.post("/desk/login/", {"username": "a", "password": "salah"}, headers=OURS)
    assert answer.status_code == 200


def test_scripts_that_save_by_themselves_are_answered_as_before(client: Client) -> None:
    assert client.post(address(), {"reason": "x"}, headers={"Accept": "application/json"}).status_code == 302


def test_readers_are_told_in_their_language() -> None:
    strict = Client(enforce_csrf_checks=True)
    for address, language in (("/en/cari", "en"), ("/cari", "id")):
        answer = strict.post(address, {"q": "x"}, headers=OURS)
        assert answer.status_code == 403 and f'<html lang="{language}"' in answer.content.decode()

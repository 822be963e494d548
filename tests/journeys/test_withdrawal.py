"""Rows 14 and 15: what is killed or held is gone everywhere within seconds; an embargo ends at its second."""

import json
import time

import httpx
import pytest

from tests.journeys.addresses import public
from tests.journeys.conftest import soon
from tests.product import Product, tajuk

EVERYWHERE_SECONDS = 5.0
AT_ITS_SECOND = 1.5


def meets(living: Product, words: tuple[str, ...], addresses: list[str]) -> list[str]:
    """Return where a reader meets one of the words."""
    with httpx.Client(base_url=living.address, timeout=20) as client:
        return [
            f"{address}: {word}"
            for address in addresses
            # What was asked for is the reader's own word.
            if (text := client.get(address).text.replace(f'value="{address.partition("q=")[2]}"', ""))
            for word in words
            if word in text and word not in address
        ]


def everywhere(living: Product, seconds: float, words: tuple[str, ...], addresses: list[str]) -> None:
    """Fail unless nothing shows one of the words any more, within `seconds`."""
    deadline, met = time.monotonic() + seconds, addresses
    while met := [line.rpartition(": ")[0] for line in meets(living, words, met)]:
        assert time.monotonic() < deadline, met


@pytest.mark.parametrize(("verb", "status"), [("kill", 410), ("hold", 404)])
def test_withdrawn_story_is_gone_everywhere_within_five_seconds(
    living: Product, verb: str, status: int
) -> None:
    word = f"kenari{verb}"
    words = (f"Judul {word}", f"judul-{word}", f"Ringkasan {word}", f"tengah {word}", f"Keterangan {word}")
    story = living.publish({"headline": f"Judul {word}", "word": word})[0]
    other = living.publish({"headline": f"Penunjuk arah {verb}", "links_to": story["id"]})[0]
    addresses = [*public(living, word), other["path"], "/lite" + other["path"]]
    soon(lambda: living.get(story["path"]).status_code == 200, 5)
    soon(lambda: len(meets(living, (f"Judul {word}",), addresses)) >= 20, 10, every=0.5)
    etag = living.get(story["path"]).headers.get("etag", "")
    done = tajuk(living.data, verb, str(story["id"]), "--reason", "angka keliru", "--data", str(living.data))
    assert done.returncode == 0, done.stderr
    soon(lambda: living.get(story["path"]).status_code == status, EVERYWHERE_SECONDS)
    everywhere(living, EVERYWHERE_SECONDS, words, addresses)
    own = [
        story["path"],
        "/lite" + story["path"],
        f"/makro/lain-{story['id']}",
        f"/api/v1/articles/{story['id']}",
    ]
    assert {path: living.get(path).status_code for path in own} == dict.fromkeys(own, status)
    assert meets(living, words, own) == []
    again = living.get(story["path"], headers={"if-none-match": etag})
    assert again.status_code == status, "a browser that has the story is told too"
    control = again.headers["cache-control"]
    assert "no-store" in control or int(control.partition("s-maxage=")[2].partition(",")[0]) <= 60
    if verb == "kill":
        assert "angka keliru" in living.get(story["path"]).text
        assert "angka keliru" in living.get("/koreksi/").text


def test_released_story_is_back_as_it_was(living: Product) -> None:
    story = living.publish({"headline": "Judul kenarilepas", "word": "kenarilepas"})[0]
    data = ("--data", str(living.data))
    soon(lambda: living.get(story["path"]).status_code == 200, 5)
    assert tajuk(living.data, "hold", str(story["id"]), "--reason", "diperiksa", *data).returncode == 0
    soon(lambda: living.get(story["path"]).status_code == 404, EVERYWHERE_SECONDS)
    assert tajuk(living.data, "release", str(story["id"]), "--reason", "sudah benar", *data).returncode == 0
    soon(lambda: living.get(story["path"]).status_code == 200, EVERYWHERE_SECONDS)
    soon(lambda: "Judul kenarilepas" in living.get("/terbaru/").text, EVERYWHERE_SECONDS)


def test_verbs_refuse_what_makes_no_sense_in_one_line(living: Product) -> None:
    killed = str(living.stories["ditarik"]["id"])
    for arguments, code in (
        (("kill", "999999", "--reason", "x"), 1),
        (("kill", killed, "--reason", "lagi"), 1),
        (("kill", killed), 2),
    ):
        done = tajuk(living.data, *arguments, "--data", str(living.data))
        assert done.returncode == code, (arguments, done.stderr)
        assert "Traceback" not in done.stderr
        assert done.stderr.strip()


def test_correction_is_told_on_the_page_and_in_the_ledger(living: Product) -> None:
    story = living.publish({"headline": "Judul yang akan dibetulkan"})[0]
    soon(lambda: living.get(story["path"]).status_code == 200, 5)
    done = tajuk(
        living.data, "correct", str(story["id"]), "--wrong", "salahnya begini", "--right", "benarnya begitu",
        "--data", str(living.data),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for path in (story["path"], "/lite" + story["path"], "/koreksi/"):
        soon(lambda path=path: "benarnya begitu" in living.get(path).text, EVERYWHERE_SECONDS)


def test_embargo_ends_at_its_second_and_tells_nothing_before(living: Product) -> None:
    word = "kenariembargo"
    words = (f"Judul {word}", f"judul-{word}", f"Ringkasan {word}", f"tengah {word}", f"Keterangan {word}")
    story = living.publish({"headline": f"Judul {word}", "word": word, "embargo_seconds": 9})[0]
    addresses = [
        *public(living, word),
        story["path"],
        "/lite" + story["path"],
        f"/api/v1/articles/{story['id']}",
    ]
    assert meets(living, words, addresses) == []
    assert story["until"] - time.time() > 0.3, "there was no time to look before its end"
    assert living.get(story["path"]).status_code == 404
    time.sleep(max(0.0, story["until"] - time.time() - 1.0))
    while True:
        status = living.get(story["path"]).status_code
        # On a busy machine an answer may be on its way for a while: what arrived before the end tells.
        if time.time() >= story["until"]:
            break
        assert status == 404, "not before its second"
    time.sleep(max(0.0, story["until"] - time.time()))
    soon(lambda: living.get(story["path"]).status_code == 200, AT_ITS_SECOND)
    assert f"tengah {word}" in living.get(story["path"]).text
    for path in ("/", "/terbaru/", "/makro/", "/rss.xml", "/sitemap-news.xml", f"/cari?q={word}"):
        soon(lambda path=path: word in _without_question(living.get(path).text, word), EVERYWHERE_SECONDS)


def _without_question(text: str, word: str) -> str:
    return text.replace(f'value="{word}"', "").replace(f": {word}", "")


def test_story_published_anywhere_is_on_the_air_within_three_seconds(living: Product) -> None:
    living.get("/"), living.get("/rss.xml")
    story = living.publish({"headline": "Judul kenarisegera", "word": "kenarisegera"})[0]
    for path in (story["path"], "/", "/terbaru/", "/rss.xml", "/feed.json", "/sitemap-news.xml"):
        soon(lambda path=path: "kenarisegera" in living.get(path).text, 3)
    found = json.loads(living.get("/api/v1/articles?limit=5").text)["items"]
    assert any("kenarisegera" in item["headlines"][0]["value"] for item in found)

"""Row 6: a worker whose clock is two days ahead publishes nothing early; dates are WIB's in every zone."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from tajuk.edge.plates import decode
from tajuk.edge.store import PlateStore
from tests.database import REPOSITORY
from tests.factories.newsroom import ArticleFactory
from tests.product import environment
from tests.servers.postgresql import Cluster, postgresql

ZONES = ("UTC", "Asia/Jakarta", "Asia/Jayapura", "America/New_York")
MIDNIGHT_WIB = datetime(2024, 1, 18, 17, 0, tzinfo=UTC)


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine's zone, as the C library sees it: Django's own setting of it is undone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.django_db
def test_row_6_midnight_in_jakarta_is_the_next_day_whatever_zone_the_machine_is_in(
    zone: str, client: Client
) -> None:
    article = ArticleFactory(first_published_at=MIDNIGHT_WIB, last_published_at=MIDNIGHT_WIB)
    text = client.get(article.get_absolute_url()).content.decode()
    assert "Jumat, 19 Januari 2024 / 00:00 WIB" in text
    assert "18 Januari 2024" not in text
    assert 'datetime="2024-01-19T00:00:00+07:00"' in text or 'datetime="2024-01-18T17:00:00' in text
    feed = client.get("/rss.xml").content.decode()
    assert "Fri, 19 Jan 2024 00:00:00 +0700" in feed or "Thu, 18 Jan 2024 17:00:00 +0000" in feed
    # What stands beside a list names the story on every page.
    on_its_day, before = (
        client.get(f"/terbaru/2024-01-{day}/").content.decode().count(article.headline) for day in (19, 18)
    )
    assert on_its_day > before


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A PostgreSQL server, whose clock is right."""
    with postgresql(tmp_path / "postgresql") as running:
        yield running


#: Bake what is given, too, and work until nothing is due by the database's clock; at least for some seconds.
WORK = """
import sys, threading, time
import django
django.setup()
from django.db.models.functions import Now
from tajuk.press import scheduler
from tajuk.press.actions import bake_later
from tajuk.press.models import OutboxEntry
from tajuk.press.worker import Worker
least, most = time.monotonic() + float(sys.argv[1]), time.monotonic() + 240
bake_later(sys.argv[2:], reason="uji")
stop = threading.Event()
threads = [threading.Thread(target=each.run, args=(stop,)) for each in (Worker(), scheduler.Scheduler())]
for thread in threads:
    thread.start()
while time.monotonic() < least or OutboxEntry.objects.waiting().filter(due_at__lte=Now()).exists():
    assert time.monotonic() < most, "it finds no end"
    time.sleep(0.5)
stop.set()
scheduler.nudge()
for thread in threads:
    thread.join(10)
failed = OutboxEntry.objects.exclude(last_error="").values_list("last_error", flat=True)
assert not failed, list(failed[:3])
"""
#: Its tables and, without which no page can be made, its static files.
PREPARE = "from tajuk.config import preparation; preparation.main()"
STORY = """
import json, sys
from datetime import timedelta
import django
django.setup()
from tajuk.common import clock
from tajuk.articles.models import Article
from tests.paper import Paper, LONG, paragraphs
paper = Paper(clock.now())
paper.make()
soon = paper.now + timedelta(hours=20)
under = paper.write("bawah", "Judul kenariembargo", paragraphs(LONG), minutes=0, embargo_until=soon)
out = paper.write("luar", "Judul kenariluar", paragraphs(LONG), minutes=0)
later = paper.write("nanti", "Judul kenarinanti", paragraphs(LONG), minutes=0)
later.unpublish()
later = Article.objects.get(pk=later.pk)
later.go_live_at = soon
later.save_revision().publish()
print(json.dumps([under.get_absolute_url(), out.get_absolute_url(), later.get_absolute_url()]))
"""


@pytest.mark.long
def test_row_6_a_worker_two_days_ahead_puts_nothing_out_before_its_time(
    tmp_path: Path, cluster: Cluster
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    settings = {
        "DJANGO_SETTINGS_MODULE": "tajuk.config.settings.postgresql",
        "TAJUK_DATABASE": cluster.url,
    }
    _run(data, PREPARE, settings)
    made = _run(data, STORY, settings)
    under, out, later = _addresses(made)
    _run(data, WORK, settings, "5", out)
    assert out in _baked(data) and not {under, later} & _baked(data)
    PlateStore(data / "plates").delete(out)
    _run(data, WORK, settings, "15", out, under, later, ahead="+2d")
    assert out in _baked(data), "it worked"
    assert not {under, later} & _baked(data)
    for path in (data / "plates").rglob("*.plate"):
        text = decode(path.read_bytes()).identity().decode(errors="replace")
        assert "kenariembargo" not in text and "kenarinanti" not in text, path
    live = cluster.run("select live from articles_article where headline = 'Judul kenarinanti'")
    assert live.strip() == "f", "what goes live tomorrow is not live today"


def _addresses(printed: str) -> list[str]:
    found: list[str] = json.loads(printed.splitlines()[-1])
    return found


def _run(data: Path, code: str, settings: dict[str, str], *arguments: str, ahead: str = "") -> str:
    command = [*(["faketime", "-f", ahead] if ahead else []), sys.executable, "-c", code, *arguments]
    done = subprocess.run(
        command, env=environment(data, **settings), cwd=REPOSITORY, capture_output=True, text=True, timeout=400,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def _baked(data: Path) -> set[str]:
    return set(PlateStore(data / "plates").addresses())

"""Hubs and search engines are told of what came, changed or went: once it is out, again where they do not answer."""

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs

import orjson
import pytest
from django_tasks_db.models import DBTaskResult

from tajuk.articles import actions
from tajuk.articles.enums import RestrictionKind
from tajuk.common import clock
from tajuk.site import announcing, tasks
from tests.factories.newsroom import ArticleFactory

pytestmark = pytest.mark.django_db
KEY = "kunci-0123456789"


class Told(HTTPServer):
    """A hub and a search engine on loopback: keeps what it is told, answers as it is bid."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard: list[tuple[str, str, bytes]] = []
        self.answer = 204

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Told)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, self.headers["Content-Type"], body))
        self.send_response(self.server.answer)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def told(settings) -> Iterator[Told]:
    server = Told()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.TAJUK_FETCH_ALLOW = [f"127.0.0.1:{server.server_port}"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def everybody(told: Told, settings) -> Told:
    settings.TAJUK_WEBSUB_HUBS = [f"{told.url}hub"]
    settings.TAJUK_INDEXNOW_KEY, settings.TAJUK_INDEXNOW_URL = KEY, f"{told.url}indexnow"
    return told


def waiting() -> list[tuple[str, int]]:
    """Return what waits to be told: protocol and number of tries, the soonest first."""
    rows = DBTaskResult.objects.filter(task_path=tasks.announce.module_path).order_by("run_after", "priority")
    return [(row.args_kwargs["args"][1], row.args_kwargs["args"][3]) for row in rows]


def tell_all() -> None:
    for row in list(DBTaskResult.objects.filter(task_path=tasks.announce.module_path)):
        args = row.args_kwargs["args"]
        row.delete()
        tasks.announce.func(*args)


def test_nobody_is_told_where_nobody_is_named(told: Told) -> None:
    ArticleFactory()
    assert waiting() == []


def test_a_hub_is_told_of_feeds_and_a_search_engine_of_the_page(everybody: Told, settings) -> None:
    article = ArticleFactory()
    assert sorted(waiting()) == [("indexnow", 0), ("websub", 0)]
    tell_all()
    by_path = {path: (form, body) for path, form, body in everybody.heard}
    form, body = by_path["/hub"]
    pings = parse_qs(body.decode())
    assert form == "application/x-www-form-urlencoded" and pings["hub.mode"] == ["publish"]
    site = settings.SITE_ADDRESS
    assert {f"{site}/rss.xml", f"{site}/atom.xml", f"{site}/feed.json"} <= set(pings["hub.url"])
    assert f"{site}/{article.section.slug}/rss.xml" in pings["hub.url"]
    form, body = by_path["/indexnow"]
    assert orjson.loads(body) == {
        "host": site.partition("://")[2],
        "key": KEY,
        "keyLocation": f"{site}/{KEY}.txt",
        "urlList": [f"{site}{article.get_absolute_url()}"],
    }


def test_they_are_told_of_what_was_killed_and_of_what_came_back(everybody: Told) -> None:
    article = ArticleFactory()
    DBTaskResult.objects.all().delete()
    actions.restrict(article, RestrictionKind.KILL, reason="keliru", by=None, now=clock.now())
    assert sorted({protocol for protocol, _ in waiting()}) == ["indexnow", "websub"]
    tell_all()
    assert everybody.heard


def test_nobody_is_told_of_an_embargoed_story_before_its_time(everybody: Told) -> None:
    until = clock.now() + timedelta(hours=2)
    article = ArticleFactory(embargo_until=until)
    due = DBTaskResult.objects.filter(task_path=tasks.announce.module_path).values_list(
        "run_after", flat=True
    )
    assert len(due) == 2 and all(moment > until for moment in due)
    for protocol, receiver in announcing.receivers():
        tasks.announce.func(article.pk, protocol, receiver, 0)
    assert everybody.heard == [], "even if the task ran too soon"


def test_who_does_not_answer_is_told_again_later_and_later_and_given_up(everybody: Told, caplog) -> None:
    article = ArticleFactory()
    DBTaskResult.objects.all().delete()
    everybody.answer = 503
    hub = announcing.receivers()[0]
    tasks.announce.func(article.pk, *hub, 0)
    assert waiting() == [("websub", 1)]
    [row] = DBTaskResult.objects.all()
    assert row.run_after > clock.now() + timedelta(seconds=25)
    everybody.answer = 204
    tell_all()
    assert waiting() == [] and len(everybody.heard) == 2
    everybody.answer = 503
    tasks.announce.func(article.pk, *hub, announcing.TRIES - 1)
    assert waiting() == [] and "given up" in caplog.text


@pytest.mark.parametrize("status", [403, 422])
def test_who_refuses_is_not_told_again(everybody: Told, caplog, status: int) -> None:
    article = ArticleFactory()
    DBTaskResult.objects.all().delete()
    everybody.answer = status
    tasks.announce.func(article.pk, *announcing.receivers()[0], 0)
    assert waiting() == [] and str(status) in caplog.text


def test_a_host_that_cannot_be_reached_holds_nothing_up(everybody: Told, settings) -> None:
    article = ArticleFactory()
    DBTaskResult.objects.all().delete()
    tasks.announce.func(article.pk, "websub", "http://127.0.0.1:9/", 0)
    assert waiting() == [("websub", 1)]


def test_pauses_grow_to_six_hours() -> None:
    pauses = [announcing.pause(tried) for tried in range(40)]
    assert (
        pauses == sorted(pauses) and pauses[0] == timedelta(seconds=30) and pauses[-1] == timedelta(hours=6)
    )

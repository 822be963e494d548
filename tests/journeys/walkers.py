"""Who asks the running product: readers, crawlers, a subscriber, a partner by token, machines that ask for heads only.

The subscriber signed in with the link that `tajuk subscriber` gave out. The paid part of a story is for this one alone,
at the exits to subscribers: elsewhere a subscriber gets what anonymous readers and partners get.
"""

import json
import random
from typing import TYPE_CHECKING, Any

from tajuk.clearance.models import Delivery
from tests.journeys import canaries
from tests.unit.clearance import looks
from tests.unit.clearance.expected import PAID, Story
from tests.unit.clearance.newsroom import Reply

if TYPE_CHECKING:
    from tests.journeys.newsday import RunningDay, RunningNewsroom

PERSONAS: dict[str, dict[str, str]] = {
    "reader": {},
    "reader without gzip": {"accept-encoding": "identity"},
    "crawler": {
        "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "referer": "https://www.google.com/",
    },
    "preview": {"user-agent": "facebookexternalhit/1.1", "range": "bytes=0-65535"},
}
#: None of these should change what an address answers.
QUERIES = ("", "output=amp", "print=1", "fbclid=x&utm_source=y", "preview=1&token=1")
PARTNER = "mitra-kenari"
API = "/api/"
NOTICES = "/api/v1/withdrawals"
STATUS = {"canceled": 410, "withheld": 404}


class Walker:
    """Somebody who asks for addresses in a way of their own."""

    name = "reader"

    def __init__(self, room: "RunningNewsroom", *, by_nginx: bool = False) -> None:
        """Ask the edge, or nginx."""
        self.room, self.by_nginx = room, by_nginx
        self.where = "nginx" if by_nginx else "edge"

    def route(self, addresses: list[str]) -> list[str]:
        """Return the addresses that this one asks for."""
        return addresses

    def ask(self, address: str) -> Reply:
        """Ask for an address; nginx is asked with a query that should change nothing."""
        if not self.by_nginx:
            return self.room.ask(address, PERSONAS[self.room.persona])
        query = random.choice(QUERIES)
        return self.room.ask(
            address + ("&" if "?" in address else "?") * bool(query) + query, {}, by_nginx=True
        )


class Partner(Walker):
    """A partner, who takes the API by a token; what it gets is nobody else's."""

    name = "partner"

    def route(self, addresses: list[str]) -> list[str]:
        """Return the API's addresses, the partners' feeds and some of the pages: a token opens nothing there."""
        pages = [address for address in addresses if not address.startswith(API)]
        feeds = [f"/api/v1/feeds{address}" for address in pages if address.endswith(looks.FEEDS)]
        return [address for address in addresses if address.startswith(API)] + feeds + random.sample(pages, 6)

    def ask(self, address: str) -> Reply:
        """Ask with the token."""
        token = {"authorization": f"Bearer {self.room.token}", "accept": "application/json"}
        reply = self.room.ask(address, token, by_nginx=self.by_nginx)
        assert reply.status != 401, (address, reply.text)
        if address.startswith(API) and not address.endswith("openapi.json"):
            assert reply.headers["cache-control"] == "private, no-store", (address, reply.headers)
        return reply


class Subscriber(Walker):
    """A subscriber, whose browser is signed in: what it gets at the exits to subscribers is nobody else's."""

    name = "subscriber"

    def route(self, addresses: list[str]) -> list[str]:
        """Return what is for subscribers, and some of what is for everybody."""
        own = [address for address in addresses if is_to_subscribers(address)]
        return own + random.sample([address for address in addresses if address not in own], 12)

    def ask(self, address: str) -> Reply:
        """Ask with the ticket."""
        said = {"cookie": self.room.cookie} | PERSONAS[self.room.persona]
        return self.room.ask(address, said, by_nginx=self.by_nginx)


class Checker(Walker):
    """A machine that asks for heads only: they tell nothing, and nothing comes after them."""

    name = "head"

    def ask(self, address: str) -> Reply:
        """Ask for the head."""
        reply = self.room.ask(address, PERSONAS[self.room.persona], method="HEAD", by_nginx=self.by_nginx)
        assert reply.text == ""
        return reply


def is_to_subscribers(address: str) -> bool:
    """Tell whether an address belongs to an exit to subscribers."""
    return "_/premium/" in address or "akun/baca/" in address


def walkers(room: "RunningNewsroom") -> list[Walker]:
    """Return everybody who walks after each step."""
    kinds: tuple[type[Walker], ...] = (Walker, Subscriber, Partner, Checker)
    return [kind(room, by_nginx=by_nginx) for by_nginx in (False, True) for kind in kinds]


def nobody_has_what_is_paid(day: "RunningDay", texts: dict[str, str]) -> None:
    """Fail where an answer has a word of the paid part of a story that is premium."""
    for story in day.world.stories.values():
        if story.out and story.out.is_premium:
            paid = {story.out.words[name] for name in PAID if name in story.out.words}
            told = [address for address, text in texts.items() if canaries.found_in(text) & paid]
            assert not told, (story.key, told)


def partner_is_told(day: "RunningDay", partner: Partner) -> int:
    """Fail unless the partner's API has each withdrawal, and each is noted; return how many there are."""
    expected = {
        day.pks[story.key]: status for story in day.world.stories.values() if (status := _status(day, story))
    }
    listed = _statuses(json.loads(partner.ask(NOTICES).text)["items"])
    for pk, status in expected.items():
        reply = partner.ask(f"/api/v1/articles/{pk}")
        notice: dict[str, Any] = json.loads(reply.text)
        assert (reply.status, notice.get("pubStatus")) == (STATUS[status], status), (pk, reply)
        assert (pk, status) in listed, (pk, status, listed)
        assert "bodies" not in notice and "headlines" not in notice, notice
        assert Delivery.objects.filter(who=PARTNER, article_id=pk, shown=status).exists(), (pk, status)
    return len(expected)


def _status(day: "RunningDay", story: Story) -> str:
    """Return how a story that partners had is withdrawn by the newsroom itself; empty where it is not."""
    embargoed = any(kind == "embargo" for (_, _, kind, _), _ in day.world.facts(story, day.now))
    if not (story.was_out and story.is_live and story.restrictions) or embargoed:
        return ""
    return "canceled" if "kill" in story.restrictions else "withheld"


def _statuses(items: list[dict[str, Any]]) -> set[tuple[int, str]]:
    return {
        (int(each["value"]), item["pubStatus"])
        for item in items
        for each in item["altIds"]
        if each.get("role") == "id"
    }


def leaks(day: "RunningDay", address: str, reply: Reply, walker: Walker) -> set[str]:
    """Return the canaries of this day that stand in an answer and may not."""
    may = day.world.may_stand(day.now, looks.use_of(address)) | day.world.may_linger(day.now)
    if isinstance(walker, Subscriber) and is_to_subscribers(address):
        may |= day.world.paid(day.now)
    told = canaries.found_in(f"{reply.headers} {reply.text}") - canaries.found_in(address)
    return {word for word in told - may - {looks.BIOGRAPHY} if looks.owner_of(word) in day.owners()}

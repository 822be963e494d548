"""Row 13: what a story inherits is a reading of the graph as it stands, whatever the order of the messages."""

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Locale

from tajuk.articles import actions
from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Article, Restriction
from tajuk.clearance import check
from tajuk.clearance.policies import Policy
from tajuk.common import clock
from tajuk.desk import queries
from tajuk.desk.actions.derive import quote, rewrite, translate
from tajuk.desk.actions.follow import follow
from tajuk.desk.actions.take import take
from tajuk.desk.actions.withdraw import confirm_embargo, hold, kill, reinstate, release
from tajuk.wires.actions import receive
from tajuk.wires.enums import KillPolicy, SourceKind
from tajuk.wires.models import Agency, Delivery, Payload, Source, WireItem, WireVersion
from tests.factories.newsroom import AgencyFactory, ArticleFactory, SectionFactory, paragraphs

pytestmark = pytest.mark.django_db
NOW = clock.now()


def source() -> Source:
    SectionFactory()
    Locale.objects.get_or_create(language_code="en")
    return Source.objects.get_or_create(
        slug="uji", defaults={"name": "Uji", "agency": AgencyFactory(), "kind": SourceKind.COMMAND}
    )[0]


def send(version: int, status: str = "usable", body: str = "<p>Isi.</p>", **changes: Any) -> WireItem:
    """File a version of the one item, and carry it as the desk does."""
    item = {
        "uri": "urn:uji:1", "version": str(version), "type": "text", "language": "id", "pubStatus": status,
        "versionCreated": datetime(2026, 1, 19, 10, version, tzinfo=UTC).isoformat(),
        "headlines": [{"value": "Kabar"}], "bodies": [{"contentType": "text/html", "value": body}],
    }  # fmt: skip
    receive(json.dumps(item | changes).encode(), source=source(), name="x.json", now=clock.now())
    found = WireItem.objects.get(guid="urn:uji:1")
    for each in WireVersion.objects.filter(item=found):
        follow(each, now=clock.now())
    return found


def taken(*, publish: bool = True) -> Article:
    article = take(WireItem.objects.for_list().get(guid="urn:uji:1"), by=None, now=clock.now(), again=True)
    return actions.publish(article, by=None, now=clock.now()) if publish else article


def published(draft: Article) -> Article:
    return actions.publish(draft, by=None, now=clock.now())


def kinds(article: Article) -> set[str]:
    rows = Restriction.objects.in_force(clock.now()).filter(article=article)
    return {f"{row.kind}{'?' if row.needs_decision else ''}" for row in rows}


def test_hold_reaches_translations_of_rewrites_and_release_brings_all_back() -> None:
    send(1)
    first = taken()
    second = published(rewrite(first, by=None, now=clock.now()))
    third = published(translate(second, language="en", by=None, now=clock.now()))
    send(2, "withheld")
    assert [kinds(each) for each in (first, second, third)] == [{"hold"}] * 3
    send(3)
    assert [kinds(each) for each in (first, second, third)] == [set()] * 3
    assert all(check(each, "article", clock.now()).cleared for each in Article.objects.all())


def test_release_of_a_source_leaves_a_hold_of_the_newsrooms_own() -> None:
    send(1)
    article = taken()
    send(2, "withheld")
    hold(article, reason="angka diperiksa", by=None, now=clock.now())
    send(3)
    assert kinds(article) == {"hold"}
    release(article, reason="benar", by=None, now=clock.now())
    assert kinds(article) == set()


@pytest.mark.parametrize(
    ("policy", "unedited", "edited"),
    [
        (KillPolicy.UNEDITED, {"kill"}, {"hold?"}),
        (KillPolicy.WITHDRAW, {"kill"}, {"kill"}),
        (KillPolicy.HOLD, {"hold?"}, {"hold?"}),
    ],
)
def test_kill_withdraws_what_the_policy_says_and_leaves_the_rest_to_an_editor(
    policy: str, unedited: set[str], edited: set[str]
) -> None:
    send(1)
    Agency.objects.update(kill_policy=policy)
    as_sent, changed = taken(), taken(publish=False)
    changed.body = paragraphs("Ditulis kembali.")
    changed.save_revision()
    published(changed)
    send(2, "canceled")
    assert (kinds(as_sent), kinds(changed)) == (unedited, edited)
    waiting = set(queries.queue("decisions", clock.now()))
    assert waiting == {each for each, found in ((as_sent, unedited), (changed, edited)) if found == {"hold?"}}


def test_an_editor_decides_by_killing_or_by_keeping() -> None:
    send(1)
    Agency.objects.update(kill_policy=KillPolicy.HOLD)
    one, other = taken(), taken()
    send(2, "canceled")
    kill(one, reason="ikut ditarik", by=None, now=clock.now())
    release(other, reason="kami menulis sendiri", by=None, now=clock.now())
    assert not queries.queue("decisions", clock.now()).exists()
    send(2, "canceled")
    send(3)
    assert (kinds(one) >= {"kill"}, kinds(other)) == (True, set())
    send(4, "canceled")
    assert kinds(other) == {"hold?"}, "another kill asks anew"


def test_kill_wins_over_later_messages_and_only_reinstatement_undoes_it_for_all_that_was_made_of_it() -> None:
    send(1)
    Agency.objects.update(kill_policy=KillPolicy.WITHDRAW)
    article = taken()
    english = published(translate(article, language="en", by=None, now=clock.now()))
    send(2, "canceled")
    send(3)
    assert (kinds(article), kinds(english)) == ({"kill"}, {"kill"})
    with pytest.raises(NotPossible):
        kill(article, reason="lagi", by=None, now=clock.now())
    reinstate(article, reason="ternyata benar", by=None, now=clock.now())
    send(2, "canceled")
    assert (kinds(article), kinds(english)) == (set(), set())


def test_kill_for_an_item_that_nobody_knows_is_applied_when_it_comes() -> None:
    item = send(2, "canceled")
    send(1)
    item.refresh_from_db()
    assert item.status == "canceled"
    with pytest.raises(NotPossible):
        taken()


def test_kill_of_a_story_withdraws_its_translation_and_asks_of_what_quotes_it() -> None:
    Locale.objects.get_or_create(language_code="en")
    article = ArticleFactory()
    english = published(translate(article, language="en", by=None, now=clock.now()))
    quoting = ArticleFactory()
    quote(quoting, article, by=None, now=clock.now())
    kill(article, reason="keliru", by=None, now=clock.now())
    assert (kinds(english), kinds(quoting)) == ({"kill"}, {"hold?"})
    reinstate(article, reason="benar", by=None, now=clock.now())
    assert (kinds(english), kinds(quoting)) == (set(), set())


def test_story_is_never_its_own_source() -> None:
    one, other = ArticleFactory(), ArticleFactory()
    quote(one, other, by=None, now=clock.now())
    for story, named in ((other, one), (one, one), (one, other)):
        with pytest.raises(NotPossible):
            quote(story, named, by=None, now=clock.now())


def test_embargo_in_words_holds_until_an_editor_confirms_its_end() -> None:
    send(1, body="<p>EMBARGO sampai 20 Januari 2036 pukul 00.01 WIB</p><p>Isi.</p>")
    article = taken()
    verdict = check(article, "article", clock.now())
    assert verdict.because(Policy.EMBARGO)
    assert list(queries.queue("to-confirm", clock.now())) == [article]
    until = clock.now() + timedelta(hours=1)
    confirm_embargo(article, until=until, reason="telepon redaksi", by=None, now=clock.now())
    article.refresh_from_db()
    assert article.published_at == until
    assert not check(article, "article", clock.now()).cleared
    assert check(article, "article", until).cleared
    send(2, body="<p>EMBARGO sampai 20 Januari 2036 pukul 00.01 WIB</p><p>Isi baru.</p>")
    assert check(Article.objects.get(), "article", until).cleared, "the same words ask once"
    send(3, body="<p>EMBARGO sampai 21 Januari 2036 pukul 00.01 WIB</p><p>Isi baru.</p>")
    assert not check(Article.objects.get(), "article", until).cleared


def test_malformed_embargo_is_a_hold_and_never_a_release() -> None:
    send(1, embargoed="besok pagi")
    article = taken()
    assert not check(article, "article", clock.now() + timedelta(days=3650)).cleared
    confirm_embargo(article, until=None, reason="tidak ada embargo", by=None, now=clock.now())
    assert check(Article.objects.get(), "article", clock.now()).cleared


def test_moved_embargo_is_followed() -> None:
    soon, later = clock.now() + timedelta(hours=1), clock.now() + timedelta(hours=2)
    send(1, embargoedUntil=soon.isoformat())
    article = taken()
    send(2, embargoedUntil=later.isoformat())
    assert not check(Article.objects.get(pk=article.pk), "article", soon).cleared
    assert check(Article.objects.get(pk=article.pk), "article", later).cleared


MESSAGES = (
    (1, "usable", {}),
    (2, "withheld", {}),
    (3, "usable", {"body": "<p>Dibetulkan.</p>", "edNote": "KOREKSI"}),
    (4, "usable", {"embargoedUntil": (NOW + timedelta(days=2)).isoformat()}),
    (5, "withheld", {}),
    (6, "canceled", {}),
)


def state() -> list[tuple[str, bool, bool]]:
    """Return what readers may see of each story, now and after the embargo."""
    return [
        (
            ",".join(sorted(kinds(article))),
            check(article, "article", clock.now()).cleared,
            check(article, "article", NOW + timedelta(days=3)).cleared,
        )
        for article in Article.objects.order_by("pk")
    ]


class AnyOrder(TestCase):
    """Any permutation with repeats of messages ends in the same public state."""

    @settings(max_examples=8)
    @given(st.data(), st.integers(1, len(MESSAGES)))
    def test_row_13_any_order_with_repeats_ends_in_the_same_state(
        self, data: st.DataObject, count: int
    ) -> None:
        chosen = list(MESSAGES[:count])
        order = data.draw(st.permutations(chosen + data.draw(st.lists(st.sampled_from(chosen), max_size=3))))
        states = []
        for run in (chosen, order):
            self._anew()
            send(0)
            article = taken()
            rewritten = published(rewrite(article, by=None, now=clock.now()))
            published(translate(rewritten, language="en", by=None, now=clock.now()))
            for version, status, changes in run:
                send(version, status, **changes)
            states.append(state())
        assert states[0] == states[1], order

    def _anew(self) -> None:
        from tajuk.articles.models import Derivation

        Restriction.objects.all().delete()
        Derivation.objects.all().delete()
        Article.objects.all().delete()
        WireItem.objects.update(current=None)
        WireItem.objects.all().delete()
        Delivery.objects.all().delete()
        Payload.objects.all().delete()


def test_all_orders_of_hold_release_and_kill_are_one() -> None:
    found = set()
    for order in permutations(((2, "withheld"), (3, "usable"), (4, "canceled"))):
        AnyOrder()._anew()
        send(1)
        article = taken()
        for version, status in order:
            send(version, status)
        found.add(frozenset(kinds(article)))
    assert len(found) == 1

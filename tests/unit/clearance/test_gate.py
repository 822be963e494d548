"""The gate: one article and a list must get the same answer for every state."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article, Restriction
from tajuk.clearance import exits
from tajuk.clearance.exits import Exit, Shows, UnknownExit
from tajuk.clearance.gate import check
from tajuk.clearance.policies import Policy
from tajuk.clearance.queries import cleared, next_change
from tajuk.common import clock
from tests.factories.newsroom import ArticleFactory

pytestmark = pytest.mark.django_db
EXIT = "test-exit"
MOMENTS = st.one_of(st.none(), st.integers(-72, 72).filter(bool).map(lambda hours: timedelta(hours=hours)))


@pytest.fixture(autouse=True)
def test_exit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(exits._registry, EXIT, Exit(EXIT, Shows.TEXT, lambda article: []))


def test_published_article_is_cleared_for_its_text() -> None:
    verdict = check(ArticleFactory(), EXIT, clock.now())
    assert verdict.cleared
    assert verdict.shows is Shows.TEXT


def test_premium_article_leaves_as_a_teaser_only() -> None:
    assert check(ArticleFactory(premium=True), EXIT, clock.now()).shows is Shows.TEASER


@pytest.mark.parametrize(
    ("traits", "policy"),
    [
        ({"draft": True}, Policy.UNPUBLISHED),
        ({"embargoed": True}, Policy.EMBARGO),
        ({"held": True}, Policy.HOLD),
        ({"killed": True}, Policy.KILL),
    ],
)
def test_restricted_article_is_blocked_with_its_reason(traits: dict[str, bool], policy: Policy) -> None:
    article = ArticleFactory(**traits)
    verdict = check(article, EXIT, clock.now())
    assert not verdict.cleared
    assert verdict.because(policy)
    assert verdict.shows is Shows.NOTICE
    assert not cleared(Article.objects.all(), EXIT, clock.now()).exists()


def test_unregistered_exit_gets_nothing() -> None:
    with pytest.raises(UnknownExit):
        check(ArticleFactory(), "nobody-knows-me", clock.now())
    with pytest.raises(UnknownExit):
        cleared(Article.objects.all(), "nobody-knows-me", clock.now())


def test_embargo_ends_at_its_moment_and_not_a_second_before() -> None:
    article = ArticleFactory(embargoed=True)
    assert article.embargo_until
    assert not check(article, EXIT, article.embargo_until - timedelta(seconds=1)).cleared
    assert check(article, EXIT, article.embargo_until).cleared
    assert next_change(clock.now()) == article.embargo_until


def test_a_list_of_a_thousand_takes_one_query(django_assert_num_queries: pytest.FixtureRequest) -> None:
    ArticleFactory.create_batch(20)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        assert len(cleared(Article.objects.all(), EXIT, clock.now())[:1000]) == 20


def test_check_of_a_prefetched_article_makes_no_query(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    ArticleFactory(held=True)
    article = Article.objects.for_page().get()
    with django_assert_num_queries(0):  # type: ignore[operator]  # pytest-django's fixture
        assert not check(article, EXIT, clock.now()).cleared


class OneAnswer(TestCase):
    """The pure policies and the condition in SQL say the same of any state."""

    @given(
        live=st.booleans(),
        embargo=MOMENTS,
        expires=MOMENTS,
        kind=st.one_of(st.none(), st.sampled_from(RestrictionKind.values)),
        until=MOMENTS,
        lifted=st.booleans(),
    )
    def test_gate_and_query_agree(self, live, embargo, expires, kind, until, lifted) -> None:  # type: ignore[no-untyped-def]  # Hypothesis gives the values
        now = clock.now()
        article = ArticleFactory(
            draft=not live,
            embargo_until=embargo and now + embargo,
            expire_at=expires and now + expires,
        )
        if kind:
            Restriction.objects.create(
                article=article, kind=kind, reason="uji", since=now, until=until and now + until,
                lifted_at=now if lifted else None,
            )  # fmt: skip
        exits._registry[EXIT] = Exit(EXIT, Shows.TEXT, _nowhere)
        one = check(Article.objects.get(pk=article.pk), EXIT, now).cleared
        many = cleared(Article.objects.filter(pk=article.pk), EXIT, now).exists()
        assert one == many


def _nowhere(article: Article) -> list[str]:
    return []

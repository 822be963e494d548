"""Text rights: per agency, per source, per story; asked by use, country and age; the same in Python and in SQL."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tajuk.articles.models import Article, ArticleRights, Derivation
from tajuk.clearance import check, exits
from tajuk.clearance.exits import Exit, Shows, Use
from tajuk.clearance.policies import Policy
from tajuk.clearance.queries import changed_between, cleared, next_change
from tajuk.common import clock
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Agency, Source
from tajuk.wires.models.rights import closed_to, territories_of
from tests.factories.newsroom import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db
EXITS = {use: f"test-{use}" for use in (Use.WEB, Use.SYNDICATION, Use.NEWSLETTER)}


def _nowhere(article: Article) -> list[str]:
    return []


def _register() -> None:
    for use, name in EXITS.items():
        exits._registry[name] = Exit(name, Shows.TEXT, _nowhere, use)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exits, "_registry", dict(exits._registry))
    _register()


def of_agency(**rights: Any) -> Article:
    agency = AgencyFactory(may_syndicate=True)
    Agency.objects.filter(pk=agency.pk).update(**rights)
    article = ArticleFactory()
    article.agencies.add(Agency.objects.get())
    article.save()
    return Article.objects.for_page().get()


def shows(article: Article, use: Use, **asked: Any) -> Shows:
    return check(Article.objects.for_page().get(pk=article.pk), EXITS[use], clock.now(), **asked).shows


def test_copy_that_may_not_go_to_partners_leaves_as_a_teaser_to_them_and_whole_on_the_site() -> None:
    article = of_agency(may_syndicate=False)
    assert shows(article, Use.WEB) is Shows.TEXT
    verdict = check(article, EXITS[Use.SYNDICATION], clock.now())
    assert verdict.cleared
    assert verdict.shows is Shows.TEASER
    assert [reason.policy for reason in verdict.limits] == [Policy.RIGHTS]
    assert verdict.as_json()["limits"][0]["words"] == "syndication"


@pytest.mark.parametrize(
    ("rights", "use", "policy"),
    [
        ({"may_web": False}, Use.WEB, Policy.RIGHTS),
        ({"may_newsletter": False}, Use.NEWSLETTER, Policy.RIGHTS),
        ({"may_web": False, "may_syndicate": False}, Use.SYNDICATION, Policy.RIGHTS),
        ({"territories": "-ID"}, Use.WEB, Policy.TERRITORY),
        ({"territories": "US GB"}, Use.WEB, Policy.TERRITORY),
        ({"may_archive": False, "archive_days": 0}, Use.WEB, Policy.ARCHIVE),
    ],
)
def test_what_a_contract_forbids_stays_in(rights: dict[str, Any], use: Use, policy: Policy) -> None:
    article = of_agency(**rights)
    verdict = check(article, EXITS[use], clock.now())
    assert verdict.because(policy)
    assert not cleared(Article.objects.all(), EXITS[use], clock.now()).exists()


def test_what_an_editor_arranged_for_a_story_counts_before_its_contract() -> None:
    article = of_agency(may_web=False, may_syndicate=False, territories="US")
    ArticleRights.objects.create(
        article=article, may_web=True, may_syndicate=True, territories="ID", note="surat 12/3", at=clock.now()
    )
    assert shows(article, Use.WEB) is Shows.TEXT
    assert shows(article, Use.SYNDICATION) is Shows.TEXT
    ArticleRights.objects.update(may_web=False)
    assert not check(Article.objects.for_page().get(), EXITS[Use.WEB], clock.now()).cleared


def test_a_partner_abroad_gets_what_may_be_shown_there_and_no_more() -> None:
    article = of_agency(territories="-SG")
    assert shows(article, Use.WEB) is Shows.TEXT
    assert shows(article, Use.SYNDICATION, territory="SG") is Shows.NOTICE
    assert not cleared(Article.objects.all(), EXITS[Use.SYNDICATION], clock.now(), territory="SG").exists()


def test_copy_that_may_not_stay_is_taken_off_after_its_days_and_the_scheduler_knows_when() -> None:
    article = of_agency(may_archive=False, archive_days=7)
    assert article.published_at
    end = article.published_at + timedelta(days=7)
    assert check(article, EXITS[Use.WEB], end - timedelta(seconds=1)).cleared
    assert check(article, EXITS[Use.WEB], end).because(Policy.ARCHIVE)
    assert cleared(Article.objects.all(), EXITS[Use.WEB], end - timedelta(seconds=1)).exists()
    assert not cleared(Article.objects.all(), EXITS[Use.WEB], end).exists()
    assert next_change(clock.now()) == end
    assert changed_between(end - timedelta(seconds=1), end) == [article]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("id, my", " ID MY "), ("-us", " -US "), ("ID -ID", " ZZ "), ("ID MY -MY", " ID ")],
)
def test_list_of_countries_is_kept_so_that_a_query_finds_a_whole_one(typed: str, kept: str) -> None:
    assert territories_of(typed) == kept
    assert territories_of(kept) == kept


def test_a_country_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="INDONESIA"):
        territories_of("Indonesia")


@given(
    st.lists(st.sampled_from(["ID", "-ID", "MY", "-MY", "US", "-US"]), max_size=4),
    st.sampled_from(["ID", "MY", "SG"]),
)
def test_countries_mean_what_they_say(codes: list[str], country: str) -> None:
    listed = territories_of(" ".join(codes))
    allowed = {code for code in codes if not code.startswith("-")}
    refused = {code[1:] for code in codes if code.startswith("-")}
    expected = country in refused or (bool(allowed) and country not in allowed)
    assert closed_to(listed, country) == expected


BOOL = st.booleans()
MAYBE = st.one_of(st.none(), st.booleans())
DAYS = st.integers(0, 3)
COUNTRIES = st.sampled_from(["", "ID", "-ID", "US", "ID US", "-US -GB"])
CONTRACT = st.fixed_dictionaries(
    {
        "may_web": BOOL, "may_archive": BOOL, "archive_days": DAYS, "may_syndicate": BOOL,
        "may_newsletter": BOOL, "may_translate": BOOL, "territories": COUNTRIES,
    }
)  # fmt: skip
OWN = st.fixed_dictionaries(
    {
        "may_web": MAYBE, "may_archive": MAYBE, "archive_days": st.one_of(st.none(), DAYS), "may_syndicate": MAYBE,
        "may_newsletter": MAYBE, "may_translate": MAYBE, "territories": COUNTRIES,
    }
)  # fmt: skip


class OneAnswer(TestCase):
    """The pure rights and the condition in SQL say the same of any contracts."""

    @given(
        named=st.one_of(st.none(), CONTRACT),
        agency=CONTRACT,
        source=CONTRACT,
        own=st.one_of(st.none(), OWN),
        made=st.sampled_from(["", "taken", "translated", "rewritten"]),
        age=st.integers(0, 4),
        use=st.sampled_from(list(EXITS)),
        territory=st.sampled_from(["", "ID", "US", "SG"]),
    )
    def test_rights_and_query_agree(self, named, agency, source, own, made, age, use, territory) -> None:  # type: ignore[no-untyped-def]  # Hypothesis gives the values
        _register()
        now = clock.now()
        article = ArticleFactory(first_published_at=now - timedelta(days=age))
        if named:
            article.agencies.add(Agency.objects.create(slug="satu", name="Satu", **named))
            article.save()
        if made:
            theirs = Agency.objects.create(slug="dua", name="Dua", **agency)
            way = Source.objects.create(slug="dua", agency=theirs, kind=SourceKind.COMMAND, **source)
            # An edge from an article stands in for one from a wire: the gate looks at its source alone.
            other = ArticleFactory()
            Derivation.objects.create(article=article, made=made, source=way, source_article=other, at=now)
        if own:
            ArticleRights.objects.create(article=article, note="uji", at=now, **own)
        loaded = Article.objects.for_page().get(pk=article.pk)
        one = check(loaded, EXITS[use], now, territory=territory).cleared
        many = cleared(Article.objects.filter(pk=article.pk), EXITS[use], now, territory=territory).exists()
        assert one == many

"""What was blocked at the edge by hand is settled once the newsroom says the same."""

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tajuk.common import clock
from tajuk.desk.actions.withdraw import kill
from tajuk.desk.blocks import block_list, edge_blocks
from tests.factories.newsroom import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_blocks() -> Iterator[None]:
    yield
    for block in block_list().blocks:
        block_list().unblock(block.address)


def test_block_stays_open_until_the_story_is_killed_and_stands_on_the_front_of_the_desk(
    capsys: pytest.CaptureFixture[str],
) -> None:
    story = ArticleFactory(headline="Terblokir di tepi")
    address = story.get_absolute_url()
    block_list().block(address)
    block_list().block(f"*-{story.pk}")
    block_list().block("/halaman/lain/")
    desk = Client()
    desk.force_login(UserFactory(permissions=["wagtailadmin.access_admin", "articles.change_article"]))
    assert desk.get("/desk/front/").content.decode().count("Terblokir di tepi") >= 2
    with pytest.raises(CommandError):
        call_command("reconcile")
    assert len(edge_blocks()) == 3
    kill(story, reason="keliru", by=None, now=clock.now())
    with pytest.raises(CommandError, match="1 blocked"):
        call_command("reconcile")
    assert [each.block.address for each in edge_blocks()] == ["/halaman/lain/"]
    assert f"settled\t{address}\t{story.pk}" in capsys.readouterr().out

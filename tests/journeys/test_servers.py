"""The servers that other tests lean on start, answer and stop."""

from pathlib import Path

import pytest

from tests.servers import listens
from tests.servers.postgresql import postgresql
from tests.servers.redis import redis

pytestmark = pytest.mark.enable_socket


def test_postgresql_keeps_its_data_over_a_restart(tmp_path: Path) -> None:
    with postgresql(tmp_path / "pg") as first:
        first.run("create table words (word text); insert into words values ('tajuk')")
    assert not listens(first.port)
    with postgresql(tmp_path / "pg") as second:
        assert second.run("select word from words").strip() == "tajuk"


def test_redis_answers_and_stops(tmp_path: Path) -> None:
    with redis(tmp_path / "redis") as address:
        port = int(address.rsplit(":", 1)[1].split("/")[0])
        assert listens(port)
    assert not listens(port)

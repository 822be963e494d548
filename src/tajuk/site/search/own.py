"""The index in the newsroom's own database: always kept, whatever else readers are answered from."""

from functools import lru_cache

from django.db import connection

from tajuk.site.search.contract import SearchBackend
from tajuk.site.search.postgres import PostgresSearch
from tajuk.site.search.sqlite import SqliteSearch


def own() -> SearchBackend:
    """Return the backend of the newsroom's database."""
    return _of(connection.vendor)


@lru_cache(maxsize=2)
def _of(vendor: str) -> SearchBackend:
    return PostgresSearch() if vendor == "postgresql" else SqliteSearch()

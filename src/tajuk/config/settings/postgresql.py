"""The embedded default with PostgreSQL in place of SQLite: no proxy and no TLS in front, for trials and measures."""

from tajuk.config import env

env.require("TAJUK_DATABASE")

from tajuk.config.settings.base import *  # noqa: E402, F403  (settings modules extend one another)

DATABASES = {"default": env.database(env.text("TAJUK_DATABASE"))}
TAJUK_SEARCH = env.text("TAJUK_SEARCH", "tajuk.site.search.postgres.PostgresSearch")

"""Production: everything that has no safe default must be given; whatever is missing is named at once."""

from tajuk.config import env

env.require("TAJUK_SECRET_KEY", "TAJUK_ADDRESS", "TAJUK_HOSTS", "TAJUK_DATABASE")

from tajuk.config.settings.base import *  # noqa: E402, F403  (settings modules extend one another)

DATABASES = {"default": env.database(env.text("TAJUK_DATABASE"))}
TAJUK_SEARCH = env.text("TAJUK_SEARCH", "tajuk.site.search.postgres.PostgresSearch")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = [env.text("TAJUK_ADDRESS")]

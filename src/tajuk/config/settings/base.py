"""The embedded default: one process, SQLite, a local folder, no service, no environment variable needed."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from tajuk.config import env
from tajuk.config.left_out import leave_out

leave_out()

PACKAGE = Path(__file__).resolve().parents[2]
DATA = env.data_dir()

SECRET_KEY = env.secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = env.names("TAJUK_HOSTS", "127.0.0.1,localhost,[::1]")
SITE_ADDRESS = env.text("TAJUK_ADDRESS", f"http://127.0.0.1:{env.whole('TAJUK_PORT', 8000)}")

INSTALLED_APPS = [
    "tajuk.staff",
    "tajuk.topics",
    "tajuk.pictures",
    "tajuk.markets",
    "tajuk.wires",
    "tajuk.articles",
    "tajuk.clearance",
    "tajuk.fronts",
    "tajuk.promos",
    "tajuk.readers",
    "tajuk.desk",
    "tajuk.press",
    "tajuk.site",
    "tajuk.demo",
    "tajuk.bench",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
]

MIDDLEWARE = [
    # First: a page that is kept for everybody must not meet a session or a cookie.
    "tajuk.press.middleware.PressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "tajuk.desk.middleware.DeskPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tajuk.desk.middleware.SignedOutMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "tajuk.config.urls"
WSGI_APPLICATION = "tajuk.config.wsgi.application"
AUTH_USER_MODEL = "staff.User"

TEMPLATES = [
    {
        "NAME": "reader",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "tajuk.site.environment.reader_environment"},
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "newsroom.sqlite3",
        "OPTIONS": {
            # IMMEDIATE: a writer waits at BEGIN instead of failing half-way with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456;",
        },
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Wagtail enqueues inside the transaction that publishes: only a task table in the same database is safe.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [("tajuk", PACKAGE / "assets")]
STATICFILES_FINDERS = [
    "tajuk.site.bundles.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    "payloads": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "payloads"},
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
CSRF_FAILURE_VIEW = "tajuk.site.views.errors.refused"

# Reader pages: no inline script or style, nothing from elsewhere. The desk's own policy stands in tajuk.desk.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        # The hash is that of the one rule of light pages, which keeps long words within a phone.
        "style-src": [SELF, "'sha256-vWj3uhkj45vXPplfqiqqi7W/vGMpKJqfA8J7ElqxI90='"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # the desk frames its own previews: tajuk.desk.middleware

# Hosts that the one outbound fetcher may call although they are not public, such as 127.0.0.1:8123.
TAJUK_FETCH_ALLOW = env.names("TAJUK_FETCH_ALLOW")
# One wire document, in bytes.
TAJUK_WIRE_MAX_BYTES = env.whole("TAJUK_WIRE_MAX_BYTES", 20_000_000)

# Where mail to the newsroom is taken (`127.0.0.1:2525`), and whose findings on SPF and DKIM count (RFC 8601).
TAJUK_SMTP = env.text("TAJUK_SMTP")
TAJUK_MAIL_CHECKED_BY = env.names("TAJUK_MAIL_CHECKED_BY")

# The search backend, by dotted path; production takes PostgreSQL's.
TAJUK_SEARCH = env.text("TAJUK_SEARCH", "tajuk.site.search.sqlite.SqliteSearch")
# Where OpenSearch is, for `tajuk.site.search.opensearch.OpenSearch`.
TAJUK_OPENSEARCH = env.text("TAJUK_OPENSEARCH", "http://127.0.0.1:9200/tajuk")
TAJUK_TERRITORY = env.text("TAJUK_TERRITORY", "ID").upper()
TAJUK_DELIVERY_DAYS = env.whole("TAJUK_DELIVERY_DAYS", 400)
TAJUK_FEED_FULL_TEXT = env.flag("TAJUK_FEED_FULL_TEXT")
TAJUK_AI_CRAWLERS = env.names("TAJUK_AI_CRAWLERS", "search,user")
TAJUK_SECURITY_CONTACT = env.text("TAJUK_SECURITY_CONTACT")
TAJUK_ADS_TXT = env.text("TAJUK_ADS_TXT")
TAJUK_TRUST_TXT = env.text("TAJUK_TRUST_TXT")
TAJUK_LLMS_TXT = env.flag("TAJUK_LLMS_TXT", True)
TAJUK_WEBSUB_HUBS = env.names("TAJUK_WEBSUB_HUBS")
TAJUK_INDEXNOW_KEY = env.text("TAJUK_INDEXNOW_KEY")
TAJUK_INDEXNOW_URL = env.text("TAJUK_INDEXNOW_URL", "https://api.indexnow.org/indexnow")

WAGTAIL_SITE_NAME = "Tajuk"
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAILIMAGES_IMAGE_MODEL = "pictures.Picture"
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAIL_AUTOSAVE_INTERVAL = 5_000
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = [
    *("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Singapore", "Asia/Hong_Kong", "Asia/Tokyo"),
    *("Australia/Sydney", "Asia/Dubai", "Europe/Amsterdam", "Europe/London", "America/New_York", "UTC"),
]
WAGTAILIMAGES_IMAGE_FORM_BASE = "tajuk.pictures.forms.PictureForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_FINDERS = [{"class": "tajuk.desk.embeds.Finder"}]
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# Whether a proxy of one's own stands in front, whose X-Forwarded-* headers may be believed.
TAJUK_TRUST_PROXY = env.flag("TAJUK_TRUST_PROXY")
# Who says `Authorization: Bearer <this>` sees /-/metrics from another machine too.
TAJUK_METRICS_SECRET = env.text("TAJUK_METRICS_SECRET")
# Where several machines exchange their plates, and the Redis that says when there is news.
TAJUK_PLATES = env.text("TAJUK_PLATES")
TAJUK_REDIS = env.text("TAJUK_REDIS")
# The caches in front, which are told what changed; a CDN's backend is set in a settings module of one's own.
WAGTAILFRONTENDCACHE = {
    f"varnish-{number}": {"BACKEND": "tajuk.press.purge_backends.VarnishBackend", "LOCATION": location}
    for number, location in enumerate(env.names("TAJUK_PURGE_VARNISH"), start=1)
}

# What `tajuk up` runs in threads beside the press, by dotted path; each gets a threading.Event that ends it.
TAJUK_BACKGROUND = [
    "tajuk.wires.tasks.run_intake",
    "tajuk.wires.tasks.run_polls",
    "tajuk.wires.mailbox.run_mail",
    "tajuk.press.purge.run_purges",
    "tajuk.press.nodes.run_exchange",
    "tajuk.markets.tasks.run_quotes",
    "tajuk.desk.tasks.run_data_stories",
    "tajuk.site.kept.run_upkeep",
]
# Whether instruments marked as simulated move. It takes a switched-on provider called `simulator` too, which only the
# demo and `tajuk markets seed` make.
TAJUK_MARKET_SIMULATOR = env.flag("TAJUK_MARKET_SIMULATOR", True)
# Secrets of quote providers by their keys; kept out of the database, and so out of its backups.
TAJUK_MARKET_CREDENTIALS = env.secrets_of("TAJUK_MARKET_CREDENTIALS")
# How many days figures of minutes are kept; daily bars are kept for ever.
TAJUK_INTRADAY_DAYS = env.whole("TAJUK_INTRADAY_DAYS", 16)
# Whether the first reader of a page without a plate has it baked and kept.
PRESS_BAKES_ON_REQUEST = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("TAJUK_LOG", "WARNING")},
    # A reader's wrong address is no news, and a story's address may be under embargo.
    # Whoever debugs sees no answers of sources, which may repeat a secret that was sent.
    # OpenSearch's client tells each failure at length; the search tells it once, in a line.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "httpcore": {"level": "INFO"},
        "opensearch": {"level": "CRITICAL"},
    },
}

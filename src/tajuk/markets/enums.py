"""The closed lists of the markets app."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What an instrument is."""

    INDEX = "index", _("Index")
    EQUITY = "equity", _("Equity")
    CURRENCY = "currency", _("Currency pair")
    METAL = "metal", _("Precious metal")
    COMMODITY = "commodity", _("Commodity")
    YIELD = "yield", _("Bond yield")
    RATE = "rate", _("Policy rate")
    FUND = "fund", _("Fund")
    CRYPTO = "crypto", _("Crypto asset")


class Rhythm(models.TextChoices):
    """How a market's figures come: all through sessions, once a day, or when they are decided."""

    SESSIONS = "sessions", _("Trading sessions")
    FIXING = "fixing", _("Fixed once a day")
    IRREGULAR = "irregular", _("When decided")


class Phase(models.TextChoices):
    """What a market is doing at a moment."""

    CLOSED = "closed", _("Closed")
    PRE_OPEN = "pre_open", _("Pre-opening")
    SESSION = "session", _("Session")
    BREAK = "break", _("Break")
    PRE_CLOSE = "pre_close", _("Pre-closing")
    POST_CLOSE = "post_close", _("Post-closing")


class DayKind(models.TextChoices):
    """What is special about a dated day; a day without a row is an ordinary one."""

    NORMAL = "normal", _("Ordinary trading day")
    HALF = "half", _("Half trading day")
    CLOSED = "closed", _("No trading")


class State(models.TextChoices):
    """How far a quote may be trusted now; derived, never stored."""

    LIVE = "live", pgettext_lazy("state of a quote", "Live")
    DELAYED = "delayed", pgettext_lazy("state of a quote", "Delayed")
    STALE = "stale", pgettext_lazy("state of a quote", "Not updating")
    BREAK = "break", pgettext_lazy("state of a quote", "Break")
    CLOSED = "closed", pgettext_lazy("state of a quote", "Closed")
    HALTED = "halted", pgettext_lazy("state of a quote", "Trading halted")
    NO_DATA = "no_data", pgettext_lazy("state of a quote", "No data")


class Direction(models.TextChoices):
    """Which way a value went since the previous close."""

    UP = "up", _("up")
    DOWN = "down", _("down")
    FLAT = "flat", _("unchanged")
    UNKNOWN = "unknown", _("change not known")


class Adapter(models.TextChoices):
    """How a provider's figures come; each but `push` is a module of `markets.providers`."""

    PUSH = "push", _("Pushed to the newsroom")
    JSON = "json", _("JSON by a declared mapping")
    CSV = "csv", _("CSV by a declared mapping")
    YAHOO = "yahoo", _("Yahoo-like chart")
    ECB = "ecb", _("European Central Bank reference rates")
    JISDOR = "jisdor", _("Bank Indonesia, JISDOR")
    FILES = "files", _("Files dropped into a folder")
    REPLAY = "replay", _("Replay of a recorded session")
    SIMULATOR = "simulator", _("Simulator")


class Breaker(models.TextChoices):
    """Whether a provider is asked at all: an open breaker leaves it alone, a half-open one tries once."""

    CLOSED = "closed", pgettext_lazy("state of a circuit breaker", "Closed")
    OPEN = "open", pgettext_lazy("state of a circuit breaker", "Open")
    HALF_OPEN = "half_open", pgettext_lazy("state of a circuit breaker", "Half open")


class Health(models.TextChoices):
    """How it goes with a provider; derived, never stored."""

    OFF = "off", pgettext_lazy("health of a provider", "Switched off")
    NEW = "new", pgettext_lazy("health of a provider", "Not heard yet")
    SPEAKS = "speaks", pgettext_lazy("health of a provider", "Speaks")
    STANDS_BY = "stands_by", pgettext_lazy("health of a provider", "Stands by")
    FAILING = "failing", pgettext_lazy("health of a provider", "Failing")
    OPEN = "open", pgettext_lazy("health of a provider", "Breaker open")


class Provenance(models.TextChoices):
    """Where a close comes from."""

    OFFICIAL = "official", _("Official close")
    PROVIDER = "provider", _("As the provider states it")
    SIMULATED = "simulated", _("Simulated")


class Reason(models.TextChoices):
    """Why a tick was held back."""

    ZERO = "zero", _("The value is zero")
    NEGATIVE = "negative", _("The value is below zero")
    DECIMAL_COMMA = "decimal_comma", _("The decimal point seems to be misplaced")
    JUMP = "jump", _("The value jumped")
    FUTURE = "future", _("The time lies in the future")
    OUT_OF_ORDER = "out_of_order", _("The time is far older than the last")
    INCONSISTENT = "inconsistent", _("The figures contradict each other")
    UNREADABLE = "unreadable", _("The figures cannot be read")


class Decision(models.TextChoices):
    """What the desk made of a tick that was held back."""

    PENDING = "pending", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")

"""Instruments, what is known of them, and when their markets trade."""

from tajuk.markets.models.calendars import Calendar, SessionTemplate, TradingDay
from tajuk.markets.models.instruments import Instrument, ProviderLink
from tajuk.markets.models.providers import Provider, ProviderHealth
from tajuk.markets.models.quotes import DailyBar, IntradayBar, PushReceipt, QuarantinedTick, Quote

__all__ = [
    "Calendar", "DailyBar", "Instrument", "IntradayBar", "Provider", "ProviderHealth", "ProviderLink",
    "PushReceipt", "QuarantinedTick", "Quote", "SessionTemplate", "TradingDay",
]  # fmt: skip

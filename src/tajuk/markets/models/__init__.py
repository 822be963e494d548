"""Instruments, what is known of them, and when their markets trade."""

from tajuk.markets.models.calendars import Calendar, SessionTemplate, TradingDay
from tajuk.markets.models.instruments import Instrument, Provider, ProviderLink
from tajuk.markets.models.quotes import DailyBar, PushReceipt, QuarantinedTick, Quote

__all__ = [
    "Calendar", "DailyBar", "Instrument", "Provider", "ProviderLink", "PushReceipt",
    "QuarantinedTick", "Quote", "SessionTemplate", "TradingDay",
]  # fmt: skip

"""News of the markets, sent when the transaction that made it is committed."""

from django.dispatch import Signal

# quotes_changed(sender=Quote, symbols=frozenset[str], now=datetime): figures or states on the bar changed.
quotes_changed = Signal()

# closes_changed(sender=DailyBar, symbols=frozenset[str], now=datetime): daily bars, and so charts, changed.
closes_changed = Signal()

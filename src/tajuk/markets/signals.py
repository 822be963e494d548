"""News of the markets, sent when the transaction that made it is committed."""

from django.dispatch import Signal

# quotes_changed(sender=Quote, symbols=frozenset[str], keys=frozenset[str], now=datetime): figures or states
# changed; `keys` are the dependency keys of what showed them (`list:market-bar`).
quotes_changed = Signal()

# closes_changed(sender=DailyBar, symbols=frozenset[str], keys=frozenset[str], now=datetime): daily bars, and
# so charts, changed; `keys` are `list:daily-bars:<instrument>`.
closes_changed = Signal()

"""What the wires tell the apps above them."""

from django.dispatch import Signal

#: Sent once the change is committed, at least once for each change: receivers must stand a repeat.
#: Arguments: item (WireItem), version (WireVersion, the current one at that time), change (enums.Change).
version_received = Signal()

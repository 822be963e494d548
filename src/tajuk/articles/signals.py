"""News of articles, sent on commit.

`standing_changed`: a hold, kill, release, reinstatement or correction; arguments `article`, `verb`.
`source_moved`: what an article was made from changed; arguments `article`, `wire_version`, `change`.
"""

from django.dispatch import Signal

standing_changed = Signal()
source_moved = Signal()

"""Answer a reader's request from plates: no database, no Django, one look-up for a hot page."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable

from tajuk.edge.addresses import FRAGMENTS, NOTICES, fragment_address, with_query
from tajuk.edge.blocks import STATUS, BlockList
from tajuk.edge.composed import EMPTY, Answer, Form, Fragment, HotPlate, compose
from tajuk.edge.counts import ViewCounts
from tajuk.edge.negotiation import RequestHeaders, accepts_gzip, names_etag
from tajuk.edge.notices import plain_notice
from tajuk.edge.plates import BadPlate, Segment
from tajuk.edge.splice import identity
from tajuk.edge.store import PlateStore

log = logging.getLogger(__name__)

_ASK_AGAIN_SECONDS = 2.0


class Edge:
    """The plates of one store, with the hottest in memory.

    `answer` belongs to one thread (the event loop's). `refresh` is called with an address whose plate is
    stale or missing; it must return at once.
    """

    def __init__(self, store: PlateStore, *, memory: int = 64 * 1024 * 1024, keyed: bool = False) -> None:
        """Serve `store`, keeping at most about `memory` bytes of plates; `keyed` answers tell surrogate keys."""
        self.store = store
        self.blocked = BlockList(store.folder, store.journal)
        self.views = ViewCounts()
        self.refresh: Callable[[str], None] = lambda address: None
        self.outcomes = {"hit": 0, "cold": 0, "not_modified": 0, "blocked": 0, "passed": 0}
        self.bytes = 0
        self._memory = memory
        self._keyed = keyed
        self._hot: OrderedDict[str, HotPlate] = OrderedDict()
        self._fragments: dict[str, Fragment] = {}
        self._asked: dict[str, float] = {}
        self._epoch = 0
        self._cell = store.journal.cell
        self._seen = store.journal.generation

    def __len__(self) -> int:
        return len(self._hot)

    def answer(self, method: str, path: str, query: str, headers: RequestHeaders) -> Answer | None:
        """Return the answer to a request, or None when it is not for the edge to answer."""
        if self._cell[0] != self._seen:
            self._catch_up()
        if self.blocked.blocks and (notice := self.blocked.notice(path)):
            self.outcomes["blocked"] += 1
            return self._notice(notice, headers)
        if method not in ("GET", "HEAD"):
            self.outcomes["passed"] += 1
            return None
        hot = self._find(path)
        if hot is not None and query and hot.plate.query:
            address = with_query(path, query, hot.plate.query)
            hot = hot if address == path else self._find(address)
        if hot is None:
            self.outcomes["passed"] += 1
            return None
        if hot.stale:
            self._ask(hot.plate.path)
        form = self._form(hot, headers.get("accept-encoding"))
        if hot.plate.counted and method == "GET":
            self.views.count_view(path)
        condition = headers.get("if-none-match")
        if condition is not None and hot.plate.status == 200 and names_etag(condition, form.etag):
            self.outcomes["not_modified"] += 1
            return form.unchanged
        return form.whole

    def _find(self, address: str) -> HotPlate | None:
        hot = self._hot.get(address)
        if hot is not None:
            self._hot.move_to_end(address)
            self.outcomes["hit"] += 1
            return hot
        stored = self.store.read(address)
        if stored is None:
            return None
        self.outcomes["cold"] += 1
        hot = HotPlate(stored.plate, stale=stored.stale, size=stored.size)
        self._hot[address] = hot
        self._spend(hot.cost)
        return hot

    def _form(self, hot: HotPlate, encoding: str | None) -> Form:
        if hot.epoch != self._epoch:
            self._renew(hot)
        if accepts_gzip(encoding):
            if hot.compressed is None:
                hot.compressed = self._composed(hot, gzipped=True)
            return hot.compressed
        if hot.plain is None:
            hot.plain = self._composed(hot, gzipped=False)
        return hot.plain

    def _renew(self, hot: HotPlate) -> None:
        """Forget what was composed of the plate when one of its fragments is another one now."""
        versions = tuple([self._fragment(name).digest for name in hot.plate.fragments])
        if versions != hot.versions:
            composed = sum(len(form.whole.body) for form in (hot.compressed, hot.plain) if form is not None)
            hot.cost -= composed
            self.bytes -= composed
            hot.compressed = hot.plain = None
            hot.versions = versions
        # While a fragment is missing, look again at every request: each asks for it, and one will be heard.
        hot.epoch = self._epoch if all(versions) else -1

    def _composed(self, hot: HotPlate, *, gzipped: bool) -> Form:
        fragments = {name: self._fragment(name) for name in hot.plate.fragments}
        form = compose(hot.plate, fragments, gzipped=gzipped, keyed=self._keyed)
        hot.cost += len(form.whole.body)
        self._spend(len(form.whole.body))
        return form

    def _fragment(self, name: str) -> Fragment:
        known = self._fragments.get(name)
        if known is None:
            known = self._fragments[name] = self._read_fragment(name) or EMPTY
        if not known.digest:
            self._ask(fragment_address(name))
        return known

    def _read_fragment(self, name: str) -> Fragment | None:
        stored = self.store.read(fragment_address(name))
        if stored is None or stored.plate.status != 200:
            log.warning("the fragment %s has no plate", name)
            return None
        try:
            segments = tuple(part for part in stored.plate.parts if isinstance(part, Segment))
            identity(segments)
        except BadPlate as error:
            log.error("the fragment %s is damaged: %s", name, error)
            return None
        return Fragment(stored.plate.digest, segments, stored.plate.keys)

    def _ask(self, address: str) -> None:
        now = time.monotonic()
        if now - self._asked.get(address, -_ASK_AGAIN_SECONDS) < _ASK_AGAIN_SECONDS:
            return
        if len(self._asked) > 10_000:
            self._asked.clear()
        self._asked[address] = now
        self.refresh(address)

    def _spend(self, amount: int) -> None:
        self.bytes += amount
        while self.bytes > self._memory and len(self._hot) > 1:
            _, coldest = self._hot.popitem(last=False)
            self.bytes -= coldest.cost

    def _forget(self, address: str) -> None:
        if (hot := self._hot.pop(address, None)) is not None:
            self.bytes -= hot.cost

    def _catch_up(self) -> None:
        self._seen, lines = self.store.journal.since(self._seen)
        for line in ["!blocked", "!all"] if lines is None else lines:
            sign, address = line[0], line[1:]
            if line in ("!blocked", "!told"):
                self.blocked.reload()
            elif line == "!all":
                self._forget_all()
            elif sign == "*":
                continue
            else:
                self._forget(address)
                self._asked.pop(address, None)
                if address.startswith(FRAGMENTS):
                    self._swap_fragment(address.removeprefix(FRAGMENTS), gone=sign in "-<")

    def _forget_all(self) -> None:
        self._hot.clear()
        self._asked.clear()
        self.bytes = 0
        for name in list(self._fragments):
            self._swap_fragment(name, gone=self._is_gone(name))

    def _is_gone(self, name: str) -> bool:
        try:
            return not self.store.has(fragment_address(name))
        except OSError:  # a disk that does not answer has taken nothing back
            return False

    def _swap_fragment(self, name: str, *, gone: bool) -> None:
        if name in self._fragments:
            fresh = None if gone else self._read_fragment(name)
            # A fragment that was withdrawn is gone; one that merely cannot be read stays as it last was.
            self._fragments[name] = fresh or (EMPTY if gone else self._fragments[name])
        self._epoch += 1

    def _notice(self, notice: str, headers: RequestHeaders) -> Answer:
        """Return the newsroom's own notice page when it has a plate, else a plain one; nobody may keep it."""
        hot = self._find(NOTICES + notice)
        if hot is None:
            return Answer(STATUS[notice], *plain_notice(notice))
        whole = self._form(hot, headers.get("accept-encoding")).whole
        kept = [(name, value) for name, value in whole.headers if name not in {"etag", "cache-control"}]
        return Answer(STATUS[notice], [*kept, ("cache-control", "no-store")], whole.body)

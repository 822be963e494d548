"""One bake an address at a time in this process, however many ask."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Landed = TypeVar("Landed")


class Flights(Generic[Landed]):
    """One bake an address at a time in this process, however many ask; all get what it brought."""

    def __init__(self) -> None:
        """Begin with nothing in the air."""
        self._guard = threading.Lock()
        self._flying: dict[str, _Flight[Landed]] = {}

    def fly(self, address: str, work: Callable[[], Landed], *, seconds: float = 30.0) -> Landed:
        """Return what `work` or a call that already runs for `address` returns; raise what it raises."""
        with self._guard:
            flight = self._flying.get(address)
            leads = flight is None
            if flight is None:
                flight = self._flying[address] = _Flight()
        if not leads:
            if not flight.landed.wait(seconds):
                raise TimeoutError(f"{address} was not baked within {seconds:.0f} s")
            return flight.result()
        try:
            flight.brought = [work()]
        except BaseException as error:
            flight.error = error
            raise
        finally:
            with self._guard:
                del self._flying[address]
            flight.landed.set()
        return flight.brought[0]


class _Flight(Generic[Landed]):
    def __init__(self) -> None:
        self.landed = threading.Event()
        self.brought: list[Landed] = []
        self.error: BaseException | None = None

    def result(self) -> Landed:
        if self.error is not None:
            raise self.error
        return self.brought[0]

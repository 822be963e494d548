"""The one gate: policies, reasons and the registry of exits. `tajuk.clearance.check` asks it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tajuk.clearance.gate import check as check

__all__ = ["check"]


def __getattr__(name: str) -> Any:
    # Django imports this package before there are models: the gate is looked up when it is first asked for.
    if name == "check":
        from tajuk.clearance.gate import check

        return check
    raise AttributeError(name)

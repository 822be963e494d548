"""What of Wagtail no process loads, or loads only when it is asked for.

Wagtail's apps set up its REST interfaces (version 3) whenever they are ready. Tajuk has its own (`site/api.py`) and
never offers that one; loading it takes a quarter of the time in which a verb on the command line starts. A module that
stands in `sys.modules` is not looked for, so an empty one stands there first.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

_INTERFACES = (
    "wagtail.api.v3.api",
    "wagtail.contrib.redirects.api.v3",
    "wagtail.documents.api.v3.registry",
    "wagtail.documents.api.v3.router",
    "wagtail.images.api.v3.registry",
    "wagtail.images.api.v3.router",
    "wagtail.snippets.api.v3",
    "wagtail.snippets.api.v3.router",
)
# Both are imported by name where models are declared, and called only where revisions are compared.
_CALLED_LATE = {"wagtail.utils.text": "text_from_html"}


def leave_out() -> None:
    """Keep them from being loaded; what is loaded already stays as it is."""
    for name in _INTERFACES:
        sys.modules.setdefault(name, _Interface(name))
    for name, function in _CALLED_LATE.items():
        if name not in sys.modules:
            sys.modules[name] = module = ModuleType(name)
            setattr(module, function, _late(name, function))


class _Interface(ModuleType):
    """A module each of whose names takes whatever is added to it, and keeps nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _taken


class _Taking:
    def __call__(self, *given: Any, **named: Any) -> None:
        """Take anything."""

    def add_router(self, prefix: str, router: object) -> None:
        """Take a router."""


_taken = _Taking()


def _late(name: str, function: str) -> Any:
    """Return a function that loads the module it stands in for when it is first called."""

    def called(*given: Any, **named: Any) -> Any:
        if isinstance(getattr(sys.modules[name], "__file__", None), str):
            return getattr(sys.modules[name], function)(*given, **named)
        del sys.modules[name]
        return getattr(importlib.import_module(name), function)(*given, **named)

    return called

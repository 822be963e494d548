"""A story as JSON for the database, and back.

Fields that hold their default are left out; so is `raw_body`, which the payload keeps. What today's story no
longer knows is skipped on the way back, so that rows written by an older Tajuk are read.
"""

import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from tajuk.wires.blocks import Block
from tajuk.wires.story import Story

LEFT_OUT = frozenset({"raw_body"})
TAG = "is"

Loader = Callable[[Any], Any]


def pack(story: Story) -> dict[str, Any]:
    """Return the story as plain JSON values."""
    packed: dict[str, Any] = _plain(story)
    return packed


def unpack(packed: dict[str, Any]) -> Story:
    """Return the story that `pack` made plain; raise `ValueError` or `TypeError` for anything else."""
    story: Story = _loader(Story)(packed)
    return story


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        tag = {TAG: type(value).__name__} if isinstance(value, Block) else {}
        return tag | {
            name: _plain(held)
            for name, default in _defaults(type(value))
            if (held := getattr(value, name)) != default
        }
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, dict | types.MappingProxyType):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@cache
def _defaults(kind: type) -> list[tuple[str, Any]]:
    return [(each.name, _default(each)) for each in fields(kind) if each.name not in LEFT_OUT]


def _default(each: Field[Any]) -> Any:
    if each.default_factory is not MISSING:
        return each.default_factory()
    return each.default


@cache
def _loader(hint: Any) -> Loader:
    """Return what turns the plain value of a field of type `hint` into the field's own."""
    origin, inner = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _record_loader(hint)
    if origin in (Union, types.UnionType):
        return _union_loader(inner)
    if origin is tuple:
        return _tuple_loader(inner)
    if hint is datetime:
        return datetime.fromisoformat
    return Decimal if hint is Decimal else _as_is


def _as_is(value: Any) -> Any:
    return value


def _record_loader(kind: Any) -> Loader:
    loaders: dict[str, Loader] = {}

    def load(packed: dict[str, Any]) -> Any:
        if not loaders:
            # Filled on first use, not on definition: a story holds associations that hold stories.
            loaders.update({name: _loader(hint) for name, hint in get_type_hints(kind).items()})
        return kind(**{name: loaders[name](held) for name, held in packed.items() if name in loaders})

    return load


def _union_loader(members: tuple[Any, ...]) -> Loader:
    records = [member for member in members if isinstance(member, type) and is_dataclass(member)]
    by_name = {member.__name__: _loader(member) for member in records}
    if by_name:
        return lambda held: None if held is None else by_name[held[TAG]](held)
    plain = [member for member in members if member is not type(None)]
    inner = _loader(plain[0]) if len(plain) == 1 else _as_is
    return lambda held: None if held is None else inner(held)


def _tuple_loader(inner: tuple[Any, ...]) -> Loader:
    if len(inner) == 2 and inner[1] is Ellipsis:  # tuple[X, ...]
        each = _loader(inner[0])
        return lambda held: tuple(map(each, held))
    loaders = [_loader(hint) for hint in inner]
    return lambda held: tuple(load(one) for load, one in zip(loaders, held, strict=True))

"""The fragments that pages may hold: small plates of their own, always baked at once."""

from tajuk.edge.addresses import fragment_address

_paths: dict[str, str] = {}


def register(name: str, path: str | None = None) -> None:
    """Register the fragment `name`, rendered by the view at `path` (`/_/fragments/<name>` and no other)."""
    expected = fragment_address(name)
    if path is not None and path != expected:
        raise ValueError(f"the fragment {name} must be served at {expected}, not {path}")
    _paths[name] = expected


def paths() -> list[str]:
    """Return the addresses of all registered fragments."""
    return list(_paths.values())


def names() -> list[str]:
    """Return the names of all registered fragments."""
    return list(_paths)

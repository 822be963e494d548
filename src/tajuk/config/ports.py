"""Where a newsroom is served, remembered in its data folder."""

from pathlib import Path


def port_file(data: Path) -> Path:
    """Return the file in the data folder `data` that holds the port it was last served at."""
    return data / "run" / "port"


def remember_port(data: Path, port: int) -> None:
    """Write down that the data folder is served at `port`."""
    file = port_file(data)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{port}\n")

"""`tajuk up`: the whole product in one process, with the server's supervisor beside it."""

import argparse
import errno
import resource
import socket
import sys
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from tajuk.config import demonstration, env, ports, preparation

CONNECTIONS = 16_384  # Granian's own 1,024 let further open streams hang: 10,000 readers listen to quotes
_HEADER_MILLISECONDS = 10_000


def parser(prog: str) -> argparse.ArgumentParser:
    """Return the parser of `tajuk up` and `tajuk demo`."""
    made = argparse.ArgumentParser(prog=prog, description="Run the site, the desk, the press and the wires.")
    made.add_argument("--port", type=_port, default=env.whole("TAJUK_PORT", 8000), help="default: 8000")
    made.add_argument("--host", default="127.0.0.1", help="the address to listen at, default: 127.0.0.1")
    made.add_argument("--workers", type=int, default=1, help="server processes, default: 1")
    made.add_argument("--data", metavar="DIR", help="the folder that holds the newsroom")
    return made


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65_535:
        raise ValueError
    return port


def run(*, host: str, port: int, workers: int = 1, demo: bool = False) -> int:
    """Serve until stopped; return 1 when the port is in use or the data cannot be prepared, else 0."""
    if trouble := trouble_with(host, port):
        return _complain(trouble)
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    ports.remember_port(Path(settings.DATA), port)
    if not preparation.is_prepared():
        _say("Preparing the newsroom: database and static files …")
        if preparation.prepare():
            return _complain("the newsroom could not be prepared, see above")
    if demo and demonstration.accounts() is None:
        _say("Making the demo newsroom …")
        if demonstration.fill():
            return _complain("the demo newsroom could not be made, see above")
    raise_limit()
    server = Granian(
        "tajuk.config.rsgi:make",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS, max_buffer_size=65_536),
        websockets=False,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=8,
        log_level=LogLevels.error,
    )
    server.on_startup(lambda: _greet(host, port, demo=demo))
    server.on_reload(_prepare_again)
    server.serve()
    return 0


def _prepare_again() -> None:
    """Before new workers come (SIGHUP): what a new version of the code brings. The old ones serve on."""
    if not preparation.is_prepared() and preparation.prepare():
        _complain("the newsroom could not be prepared for the new version, see above")


def raise_limit() -> None:
    """Allow as many open files as the system lets: each reader who listens to quotes is one."""
    with suppress(ValueError, OSError):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2 * CONNECTIONS)), hard))


def trouble_with(host: str, port: int) -> str | None:
    """Return why nothing can listen at `host` and `port`, in one line; None when something can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            # Without SO_REUSEPORT, which the server sets: two newsrooms would share a port unnoticed.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"port {port} on {host} is in use: choose another one with --port"
        return f"cannot listen on {host}, port {port}: {error.strerror or error}"
    return None


def _greet(host: str, port: int, *, demo: bool) -> None:
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}"
    _say(f"  the site   {address}/")
    _say(f"  the desk   {address}/desk/")
    _say(f"  the data   {settings.DATA}")
    if demo and (lines := demonstration.accounts()):
        _say("  log in as  " + lines.replace("\n", "\n             "))
    _say("  Ctrl-C stops it.")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _complain(line: str) -> int:
    sys.stderr.write(f"tajuk: {line}\n")
    return 1

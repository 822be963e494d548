"""nginx with the configuration of deploy/, as it stands there but for ports, folders and certificate."""

import contextlib
import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.servers import free_port, listens, running

DEPLOY = Path(__file__).parents[2] / "deploy" / "nginx"
HOST = "contoh.id"
_MAIN = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{
    access_log {folder}/access.log;
    {temporary}
    include tajuk/tajuk.conf;
    include tajuk/mirror-server.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Front:
    """A running nginx: its ports with and without TLS, and that of the mirror alone."""

    folder: Path
    tls: int
    plain: int
    mirror: int
    pid: int

    def client(self) -> httpx.Client:
        """Return a client for the site's own name; the certificate is the test's own."""
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        context.check_hostname = True
        return httpx.Client(
            base_url=f"https://127.0.0.1:{self.tls}", headers={"host": HOST}, verify=context, timeout=20,
            event_hooks={"request": [_name]},
        )  # fmt: skip


def _name(request: httpx.Request) -> None:
    request.extensions["sni_hostname"] = HOST


@contextlib.contextmanager
def nginx(folder: Path, *, upstream: int, data: Path) -> Iterator[Front]:
    """Run nginx in `folder` before Tajuk at the port `upstream`, with the files of the newsroom in `data`."""
    tls, plain, mirror = free_port(), free_port(), free_port()
    (folder / "tajuk").mkdir(parents=True)
    (folder / "cache").mkdir()
    ours = {
        "/var/lib/tajuk": str(data),
        "/var/cache/nginx/tajuk": str(folder / "cache"),
        "/etc/ssl/contoh.id": str(folder),
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "127.0.0.1:8081": f"127.0.0.1:{mirror}",
        "listen 443 ": f"listen 127.0.0.1:{tls} ",
        "listen 80 ": f"listen 127.0.0.1:{plain} ",
        "listen 80;": f"listen 127.0.0.1:{plain};",
    }
    for source in DEPLOY.glob("*.conf"):
        text = source.read_text()
        for shipped, own in ours.items():
            text = text.replace(shipped, own)
        (folder / "tajuk" / source.name).write_text(text)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(_MAIN.format(folder=folder, temporary=temporary, user=user))
    _certify(folder)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with running([program, "-p", folder, "-c", main], folder, lambda: listens(tls)) as process:
        yield Front(folder, tls, plain, mirror, process.pid)


def _certify(folder: Path) -> None:
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True)

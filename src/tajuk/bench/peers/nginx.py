"""nginx: static files, precompressed or not, SSI with compression, and a micro-cache in front of another server."""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tajuk.bench.peers.contract import Served, Subject, Tell, debian, fresh
from tajuk.bench.processes import Server, free_port, listens, running

PROGRAM = "/usr/sbin/nginx"
PLAIN = {"Accept-Encoding": "identity"}

_CONF = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  default_type text/html;
  keepalive_requests 1000000;
  sendfile on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{http}
}}
"""


@contextmanager
def nginx(folder: Path, http: str) -> Iterator[Server]:
    """Run nginx with one worker and this configuration; its servers must listen before the block begins."""
    user = "user root;" if os.geteuid() == 0 else ""
    conf = folder / "nginx.conf"
    conf.write_text(_CONF.format(folder=folder, http=http, user=user))
    port = int(http.partition("listen 127.0.0.1:")[2].partition(";")[0])
    with running([PROGRAM, "-c", conf, "-p", folder], folder, lambda: listens(port)) as server:
        yield server


class Nginx:
    """The page as files."""

    @contextmanager
    def serving(self, subject: Subject, tell: Tell) -> Iterator[list[Served]]:
        """Serve the page precompressed, plain, and with its fragments included and compressed on the fly."""
        debian({"nginx-light": PROGRAM}, tell)
        folder = fresh(subject.work / "nginx")
        _lay_out(folder / "www", subject)
        port = free_port()
        http = f"""
  server {{
    listen 127.0.0.1:{port};
    root {folder}/www;
    location /static/ {{ gzip_static on; }}
    location /plain/ {{ }}
    location /ssi/ {{ ssi on; gzip on; gzip_comp_level 1; gzip_types text/html; }}
  }}"""
        with nginx(folder, http) as server:
            address, whole = f"http://127.0.0.1:{port}", subject.page.whole()
            yield [
                Served("nginx gzip_static, one file", f"{address}/static/page.html", server.pids, body=whole),
                Served(
                    "nginx, one file, not compressed", f"{address}/plain/page.html", server.pids, PLAIN, whole
                ),
                Served(
                    "nginx SSI of the fragments, gzip 1", f"{address}/ssi/page.html", server.pids, body=whole
                ),
            ]


def _lay_out(root: Path, subject: Subject) -> None:
    for name in ("static", "plain", "ssi"):
        (root / name).mkdir(parents=True)
    whole = subject.page.whole()
    (root / "plain" / "page.html").write_bytes(whole)
    (root / "static" / "page.html").write_bytes(whole)
    (root / "static" / "page.html.gz").write_bytes(gzip.compress(whole, 9))
    (root / "ssi" / "page.html").write_bytes(
        subject.page.with_marks('<!--# include virtual="/ssi/{}.html" -->')
    )
    for name, body in subject.page.fragments.items():
        (root / "ssi" / f"{name}.html").write_bytes(body)


@contextmanager
def micro_cache(folder: Path, upstream: int) -> Iterator[tuple[int, Server]]:
    """Run nginx with a cache of one second in front of a server; give its port and process."""
    port = free_port()
    http = f"""
  proxy_cache_path {folder}/cache keys_zone=micro:10m;
  upstream tajuk {{ server 127.0.0.1:{upstream}; keepalive 32; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://tajuk;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host:{upstream};
      proxy_set_header X-Forwarded-Host "";
      proxy_cache micro;
      proxy_cache_valid 200 1s;
      proxy_ignore_headers Cache-Control;
      proxy_cache_lock on;
      proxy_cache_use_stale updating;
      proxy_cache_key $request_uri$http_accept_encoding;
    }}
  }}"""
    with nginx(fresh(folder), http) as server:
        yield port, server

"""Varnish: the page with its fragments by ESI, kept compressed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tajuk.bench.peers.contract import Served, Subject, Tell, debian, fresh
from tajuk.bench.peers.nginx import PROGRAM, nginx
from tajuk.bench.processes import free_port, listens, running

_VCL = """
vcl 4.1;
backend default {{ .host = "127.0.0.1"; .port = "{port}"; }}
sub vcl_backend_response {{
  set beresp.do_esi = true;
  set beresp.do_gzip = true;
  set beresp.ttl = 1h;
}}
"""


class Varnish:
    """The page out of Varnish's memory."""

    @contextmanager
    def serving(self, subject: Subject, tell: Tell) -> Iterator[list[Served]]:
        """Serve the page composed by ESI; what it is composed of is in its cache."""
        debian({"varnish": "/usr/sbin/varnishd", "nginx-light": PROGRAM}, tell)
        folder = fresh(subject.work / "varnish")
        (folder / "www").mkdir()
        (folder / "www" / "page.html").write_bytes(subject.page.with_marks('<esi:include src="/{}.html"/>'))
        for name, body in subject.page.fragments.items():
            (folder / "www" / f"{name}.html").write_bytes(body)
        behind, port = free_port(), free_port()
        (folder / "default.vcl").write_text(_VCL.format(port=behind))
        command: list[str | Path] = [
            *("/usr/sbin/varnishd", "-F", "-a", f"127.0.0.1:{port}", "-f", folder / "default.vcl"),
            *("-n", folder / "run", "-s", "malloc,64m"),
        ]
        http = f"server {{ listen 127.0.0.1:{behind}; root {folder}/www; }}"
        with nginx(folder, http), running(command, folder, lambda: listens(port)) as server:
            url = f"http://127.0.0.1:{port}/page.html"
            yield [Served("Varnish ESI of the fragments, gzip", url, server.pids, body=subject.page.whole())]

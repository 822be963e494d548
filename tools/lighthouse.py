"""Run Lighthouse over five kinds of page of a small newsroom, three times each, and write the medians into the docs.

`make lighthouse` fails where a median is below its budget: performance 0.98, everything else 1.00. The newsroom is the
one that the browser's tests read; Lighthouse is the one that package-lock.json pins, on the machine's own Chromium.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import node

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.product import Product, newsroom  # noqa: E402  (the tests' newsroom is found from the root)

PAGE = ROOT / "docs/reference/lighthouse.md"
RUNS = 3
LEAST = {"performance": 0.98, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
FIGURES = {
    "largest-contentful-paint": "LCP, ms",
    "total-blocking-time": "TBT, ms",
    "cumulative-layout-shift": "CLS",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = "--headless=new --no-sandbox --disable-background-networking --disable-component-update"
SECONDS = 120
TRIES = 3


class Unmeasured(Exception):
    """Nothing can be measured here; the text is one line that says why."""


class Interrupted(Unmeasured):
    """Chromium's recording went wrong: nothing is known of the page, and another run may well succeed."""


def main() -> int:
    """Measure, write the page, and return 1 where a budget is broken."""
    try:
        command, version = _lighthouse()
        with tempfile.TemporaryDirectory() as folder, Product(newsroom(Path(folder) / "data")) as product:
            medians = {
                name: _medians([_run(command, product.address + path) for _ in range(RUNS)])
                for name, path in _pages(product).items()
            }
    except (Unmeasured, node.Missing) as reason:
        print(reason, file=sys.stderr)
        return 1
    PAGE.write_text(_written(medians, version), encoding="utf-8")
    short = [
        f"{name}: {what} {found[what]:.2f}, wanted {least:.2f}"
        for name, found in medians.items()
        for what, least in LEAST.items()
        if found[what] < least
    ]
    print("\n".join(short) or f"every median is within its budget: {PAGE.relative_to(ROOT)}")
    return int(bool(short))


def _lighthouse() -> tuple[list[str], str]:
    """Return the command line up to the address, and which Lighthouse and browser that is."""
    chrome = next(filter(None, map(shutil.which, BROWSERS)), "")
    if not chrome:
        raise Unmeasured("no Chromium: run tools/chromium")
    os.environ["CHROME_PATH"] = chrome
    said = subprocess.run([chrome, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+", said)
    command = node.program("lighthouse/cli/index.js")
    package = json.loads((ROOT / "node_modules/lighthouse/package.json").read_text(encoding="utf-8"))
    options = ["--quiet", "--no-enable-error-reporting", "--output=json", "--output-path=stdout"]
    chosen = [f"--only-categories={','.join(LEAST)}", f"--chrome-flags={FLAGS}"]
    browser = f"Chromium {number[0]}" if number else "Chromium"
    return [*command, *options, *chosen], f"Lighthouse {package['version']}, {browser}"


def _pages(product: Product) -> dict[str, str]:
    return {
        "home": "/",
        "section": "/makro/",
        "article": product.path("lengkap"),
        "instrument": "/pasar/usd-idr/",
        "search": "/cari?q=suku+bunga",
    }


def _run(command: list[str], url: str) -> dict[str, float]:
    for _ in range(TRIES - 1):
        try:
            return _measured(command, url)
        except Interrupted as reason:
            print(f"{reason}; run once more", file=sys.stderr)
    return _measured(command, url)


def _measured(command: list[str], url: str) -> dict[str, float]:
    try:
        done = subprocess.run(
            [*command, url], capture_output=True, text=True, check=False, cwd=ROOT, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        raise Unmeasured(f"{url}: Lighthouse did not end within {SECONDS} s") from None
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise (Interrupted if "run Lighthouse again" in reason else Unmeasured)(f"{url}: {reason}") from None
    if wrong := report.get("runtimeError"):
        raise Interrupted(f"{url}: {wrong['message']}")
    lost = _lost(report)
    scores = {name: report["categories"][name]["score"] or 0.0 for name in LEAST}
    if lost == ["is-crawlable"] and "/cari?" in url:
        # A page of hits asks not to be indexed, as search engines want it; this audit takes that for a fault.
        scores["seo"] = 1.0
    print(url, scores, " ".join(lost), file=sys.stderr)
    return {**scores, **{name: report["audits"][name]["numericValue"] for name in FIGURES}}


def _lost(report: dict[str, Any]) -> list[str]:
    """Return the audits outside performance that took something from a score."""
    return [
        each["id"]
        for name in LEAST
        if name != "performance"
        for each in report["categories"][name]["auditRefs"]
        if each["weight"] and (report["audits"][each["id"]]["score"] or 0) < 1
        if report["audits"][each["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    ]


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: median(run[name] for run in runs) for name in runs[0]}


def _written(medians: dict[str, dict[str, float]], version: str) -> str:
    heads = ["page", *LEAST, *FIGURES.values()]
    rows = [
        [name, *(_figure(what, found[what]) for what in (*LEAST, *FIGURES))]
        for name, found in medians.items()
    ]
    lines = [heads, ["---"] * len(heads), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"""# Lighthouse

What `make lighthouse` found last: the median of {RUNS} runs of {version} (its simulated phone on slow 4G), over
the newsroom of the browser tests. It fails where performance is below {LEAST["performance"]} or another score below 1.

{table}

Two audits say nothing here. The pages come over plain HTTP from the machine itself, which browsers and Lighthouse take
for safe, so *uses HTTPS* finds nothing to look at. A page of search hits asks not to be indexed, as search engines want
it: *page is blocked from indexing* alone is left out of its SEO.
"""


def _figure(what: str, value: float) -> str:
    if what in LEAST:
        return f"{value:.2f}"
    return f"{value:.3f}" if "shift" in what else f"{value:.0f}"


if __name__ == "__main__":
    sys.exit(main())

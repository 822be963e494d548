"""Atheris on each reader, a minute each: `make test-long` (FAULTS.md rows 11 and 12)."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"
SECONDS = int(os.environ.get("TAJUK_FUZZ_SECONDS", "60"))
READERS = {
    "g2": "wires/g2-*.xml", "newsml": "wires/newsml-1.2.xml", "nitf": "wires/nitf.xml", "ninjs": "wires/ninjs-*.json",
    "feeds": "wires/[ra][st]*.xml", "jsonfeed": "wires/jsonfeed.json", "telegraph": "wires/iptc7901.txt",
    "anpa": "wires/anpa-*.anpa", "calendar": "wires/diary.ics", "mail": "wires/mail-release.eml",
    "picture": "wires/picture-*.jpg", "html": "wires/page.html", "plain": "plain/*.txt",
}  # fmt: skip

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        importlib.util.find_spec("atheris") is None, reason="Atheris has no wheel for this machine"
    ),
]


@pytest.mark.parametrize("name", READERS)
def test_rows_11_and_12_whatever_atheris_makes_is_read_or_refused(name, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for path in SAMPLES.glob(READERS[name]):
        shutil.copy(path, corpus)
    assert any(corpus.iterdir())
    options = [
        f"-max_total_time={SECONDS}",
        "-timeout=20",
        "-rss_limit_mb=1500",
        "-max_len=20000",
        "-verbosity=0",
    ]
    done = subprocess.run(
        [sys.executable, str(HERE / "fuzzing.py"), name, str(corpus), *options, f"-artifact_prefix={tmp_path}/"],
        capture_output=True, text=True, errors="replace", cwd=tmp_path, timeout=SECONDS + 300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-6000:]

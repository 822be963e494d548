"""The `tajuk` command: what it answers before Django is asked."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tajuk.config import cli, up
from tajuk.config.ports import remember_port
from tajuk.edge.plates import plate_of
from tajuk.edge.store import PlateStore


def tajuk(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    source = str(Path(__file__).parents[3] / "src")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TAJUK_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "tajuk", *arguments],
        env={**kept, "PYTHONPATH": source, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_verb_it_says_what_there_is() -> None:
    asked = tajuk()
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "press status|bake|verify" in asked.stderr
    assert tajuk("--help").returncode == 0
    assert tajuk("--version").stdout.startswith("tajuk ")


def test_a_bad_setting_is_one_line_that_names_it(tmp_path: Path) -> None:
    asked = tajuk("check", "--data", str(tmp_path), TAJUK_PORT="eight")
    assert asked.returncode == 2
    assert asked.stderr == "tajuk: TAJUK_PORT must be a whole number, not 'eight'\n"
    assert tajuk("check", "--settings", "tajuk.config.settings.production").returncode == 2
    assert tajuk("check", "--data").stderr == "tajuk: --data needs a value\n"


def test_a_port_in_use_is_one_line_that_says_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        asked = tajuk("up", "--data", str(tmp_path / "data"), "--port", port)
    assert asked.returncode == 1
    assert asked.stderr == f"tajuk: port {port} on 127.0.0.1 is in use: choose another one with --port\n"
    assert not (tmp_path / "data" / "newsroom.sqlite3").exists()


def test_an_address_that_is_not_ours_is_said() -> None:
    assert "cannot listen on 192.0.2.1" in (up.trouble_with("192.0.2.1", 8000) or "")
    assert tajuk("up", "--port", "99999").returncode == 2


def test_blocking_needs_neither_django_nor_a_database(tmp_path: Path) -> None:
    PlateStore(tmp_path / "plates").write(plate_of("/a", [b"x"]))
    assert tajuk("edge", "block", "/a", f"--data={tmp_path}").returncode == 0
    assert tajuk("edge", "list", "--data", str(tmp_path)).stdout.startswith("/a\tkilled\t")
    assert not (tmp_path / "secret.key").exists()


def test_a_verb_names_the_port_that_the_newsroom_is_served_at(tmp_path: Path) -> None:
    remember_port(tmp_path, 8123)
    code = "import sys; from django.conf import settings; sys.stdout.write(settings.SITE_ADDRESS)"
    assert tajuk("shell", "-v0", "-c", code, "--data", str(tmp_path)).stdout == "http://127.0.0.1:8123"
    given = tajuk("shell", "-v0", "-c", code, "--data", str(tmp_path), TAJUK_PORT="9000")
    assert given.stdout == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        (["press", "status", "--data", "x", "--json"], ["press", "status", "--json"]),
        (["--data=x", "migrate"], ["migrate"]),
        (["read", "--", "--data", "x"], ["read", "--", "--data", "x"]),
    ],
)
def test_the_data_folder_is_taken_before_django_is_asked(
    arguments: list[str], left: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAJUK_DATA", "before")
    cli._take_options(arguments)
    assert arguments == left
    assert os.environ["TAJUK_DATA"] == ("before" if "--" in left else str(Path("x").absolute()))

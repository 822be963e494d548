"""Files below a folder, and nothing else."""

import gzip
import os
import time
from pathlib import Path

import pytest

from tajuk.edge.files import PICTURES, FileServer, Folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "static"
    (root / "css").mkdir(parents=True)
    (root / "css" / "site.0123456789ab.css").write_text("body { color: black }\n" * 100)
    (root / "css" / "plain.css").write_text("a {}")
    (root / ".hidden.css").write_text("x")
    (root / "page.html").write_text("<script>alert(1)</script>")
    (tmp_path / "secret.key").write_text("secret")
    (tmp_path / "secret.css").write_text("secret")
    (root / "link.css").symlink_to(tmp_path / "secret.css")
    (root / "away").symlink_to(tmp_path)
    (root / "folder.css").mkdir()
    os.mkfifo(root / "pipe.css")
    media = tmp_path / "media" / "images"
    media.mkdir(parents=True)
    (media / "emas.width-800.webp").write_bytes(b"RIFF" + bytes(1000))
    (media / "evil.svg").write_text("<svg/>")
    (tmp_path / "media" / "original_images").mkdir()
    (tmp_path / "media" / "original_images" / "emas.jpg").write_bytes(b"raw")
    return root


@pytest.fixture
def server(root: Path) -> FileServer:
    media = Folder(root.parent / "media" / "images", PICTURES, 86_400)
    return FileServer({"/static/": Folder(root), "/media/images/": media})


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/css",
        "/static/css/",
        "/static/css/none.css",
        "/static/../secret.css",
        "/static/css/../../secret.css",
        "/static/./css/plain.css",
        "/static//css/plain.css",
        "/static//etc/passwd.css",
        "/static/css/..\\..\\secret.css",
        "/static/%2e%2e/secret.css",
        "/static/..%2fsecret.css",
        "/static/css/plain.css\x00.css",
        "/static/css/plain.css\n",
        "/static/link.css",
        "/static/away/secret.css",
        "/static/folder.css",
        "/static/pipe.css",
        "/static/.hidden.css",
        "/static/page.html",
        "/static/css/plain.css/",
        "/static/css/plain.css/x.css",
        "/static/" + "a/" * 30 + "x.css",
        "/static/" + "a" * 5000 + ".css",
        "/static/\udcff.css",
        "/media/images/evil.svg",
        "/media/images/../original_images/emas.jpg",
        "/media/images/original_images/emas.jpg",
    ],
)
def test_what_is_not_plainly_a_file_below_the_folder_is_not_found(server: FileServer, path: str) -> None:
    answer = server.answer("GET", path, {})
    assert answer.status == 404
    assert b"secret" not in answer.body


def test_original_pictures_are_not_served_at_all(server: FileServer) -> None:
    assert not server.knows("/media/original_images/emas.jpg")
    assert not server.knows("/media/documents/x.pdf")


def test_a_hashed_file_is_kept_for_ever_and_typed(server: FileServer) -> None:
    answer = server.answer("GET", "/static/css/site.0123456789ab.css", {})
    headers = dict(answer.headers)
    assert answer.status == 200
    assert answer.body.startswith(b"body {")
    assert headers["content-type"] == "text/css; charset=utf-8"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["x-content-type-options"] == "nosniff"
    plain = server.answer("GET", "/static/css/plain.css", {})
    assert dict(plain.headers)["cache-control"] == "public, max-age=300"


def test_text_is_compressed_for_who_accepts_it(server: FileServer) -> None:
    path = "/static/css/site.0123456789ab.css"
    plain, squeezed = server.answer("GET", path, {}), server.answer("GET", path, {"accept-encoding": "gzip"})
    assert gzip.decompress(squeezed.body) == plain.body
    assert dict(squeezed.headers)["content-encoding"] == "gzip"
    assert dict(squeezed.headers)["etag"] != dict(plain.headers)["etag"]
    picture = server.answer("GET", "/media/images/emas.width-800.webp", {"accept-encoding": "gzip"})
    assert "content-encoding" not in dict(picture.headers)
    assert "sandbox" in dict(picture.headers)["content-security-policy"]


def test_an_unchanged_file_is_answered_304_and_a_changed_one_is_not(
    server: FileServer, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/static/css/plain.css"
    etag = dict(server.answer("GET", path, {}).headers)["etag"]
    assert server.answer("GET", path, {"if-none-match": etag}).status == 304
    (root / "css" / "plain.css").write_text("a { color: red }")
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 60)
    answer = server.answer("GET", path, {"if-none-match": etag})
    assert (answer.status, answer.body) == (200, b"a { color: red }")
    (root / "css" / "plain.css").unlink()
    monkeypatch.setattr(time, "monotonic", lambda: now + 120)
    assert server.answer("GET", path, {}).status == 404


def test_files_are_only_read(server: FileServer) -> None:
    answer = server.answer("POST", "/static/css/plain.css", {})
    assert answer.status == 405
    assert dict(answer.headers)["allow"] == "GET, HEAD"


def test_memory_is_bounded(root: Path) -> None:
    server = FileServer({"/static/": Folder(root)}, memory=40_000)
    for turn in range(30):
        (root / f"f{turn}.txt").write_bytes(os.urandom(2_000))
        assert server.answer("GET", f"/static/f{turn}.txt", {}).status == 200
    assert 0 < server.bytes <= 40_000
    (root / "big.txt").write_bytes(os.urandom(39_000))
    assert len(server.answer("GET", "/static/big.txt", {}).body) == 39_000
    assert server.bytes <= 40_000


def test_no_descriptor_is_left_open(server: FileServer) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for path in (
        "/static/css/plain.css",
        "/static/away/secret.css",
        "/static/pipe.css",
        "/static/folder.css",
    ):
        server.answer("GET", path, {})
    assert len(list(Path("/proc/self/fd").iterdir())) == before

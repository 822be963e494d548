"""Every way by which copy is fetched or handed over, against a real server of that protocol."""

import contextlib
import hashlib
import hmac
import json
import os
import shutil
import smtplib
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tajuk.common import clock
from tajuk.common.outbound import FetchError, Refused
from tajuk.common.sealing import seal
from tajuk.wires.enums import SourceKind
from tajuk.wires.mailbox import take_mail
from tajuk.wires.models import Quarantine, Seen, Source, WireItem
from tajuk.wires.poll import poll
from tajuk.wires.preview import preview
from tajuk.wires.senders import refusal
from tajuk.wires.visits import visit
from tests.servers import free_port, listens, running
from tests.unit.wires.conftest import ninjs

pytest_plugins: list[str] = []
pytestmark = pytest.mark.enable_socket
FRESH_SECONDS = 120


@pytest.fixture
def agency(db: None) -> Any:
    from tajuk.wires.models import Agency

    return Agency.objects.create(slug="kawat", name="Kantor Berita Kawat")


@pytest.fixture
def make(agency: Any, tmp_path: Path, settings: Any) -> Callable[..., Source]:
    settings.STORAGES = settings.STORAGES | {
        "payloads": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "payloads"},
        }
    }

    def made(kind: SourceKind, address: str, port: int, access: dict[str, str], **given: Any) -> Source:
        settings.TAJUK_FETCH_ALLOW = [f"127.0.0.1:{port}"]
        return Source.objects.create(
            slug=kind.value, name=kind.value, agency=agency, kind=kind, address=address,
            credentials=seal(json.dumps(access)) if access else b"", **given,
        )  # fmt: skip

    return made


def laid(folder: Path, *names: str) -> None:
    """Write files that have rested for a while."""
    for name in names:
        path = folder / name
        path.write_bytes(ninjs(f"urn:kawat:{name}"))
        os.utime(path, (time.time() - FRESH_SECONDS, time.time() - FRESH_SECONDS))


def guids() -> set[str]:
    return set(WireItem.objects.values_list("guid", flat=True))


@contextlib.contextmanager
def ftp(root: Path) -> Iterator[int]:
    port = free_port()
    script = (
        "from pyftpdlib.authorizers import DummyAuthorizer as A\n"
        "from pyftpdlib.handlers import FTPHandler as H\n"
        "from pyftpdlib.servers import FTPServer as S\n"
        f"a = A(); a.add_user('tajuk', 'rahasia', {str(root)!r}, perm='elradfmwMT'); H.authorizer = a\n"
        f"S(('127.0.0.1', {port}), H).serve_forever()\n"
    )
    import sys

    with running([sys.executable, "-c", script], root.parent, lambda: listens(port)):
        yield port


def test_ftp_brings_each_file_once_and_leaves_unfinished_ones(
    make: Callable[..., Source], tmp_path: Path
) -> None:
    root = tmp_path / "ftp" / "keluar"
    root.mkdir(parents=True)
    laid(root, "a.json", "b.json", "c.json.part", ".d.json")
    with ftp(root.parent) as port:
        access = {"user": "tajuk", "password": "rahasia"}
        source = make(SourceKind.FTP, f"ftp://127.0.0.1:{port}/keluar", port, access)
        assert [each.name for each in preview(source)] == ["a.json", "b.json"]
        assert not WireItem.objects.exists()
        assert len(visit(source, now=clock.now())) == 2
        assert guids() == {"urn:kawat:a.json", "urn:kawat:b.json"}
        assert visit(source, now=clock.now()) == []
        laid(root, "e.json")
        Source.objects.update(remove_there=True)
        source.refresh_from_db()
        assert len(visit(source, now=clock.now())) == 1
        assert not (root / "e.json").exists()
        assert (root / "a.json").exists()


def test_ftp_with_a_wrong_password_is_one_line_and_waits_longer(
    make: Callable[..., Source], tmp_path: Path
) -> None:
    (tmp_path / "ftp").mkdir()
    with ftp(tmp_path / "ftp") as port:
        source = make(SourceKind.FTP, f"ftp://127.0.0.1:{port}/", port, {"user": "tajuk", "password": "x"})
        done = poll(source, now=clock.now())
    assert "127.0.0.1" in done.error
    assert "\n" not in done.error
    assert "rahasia" not in done.error
    source.refresh_from_db()
    assert source.failures == 1


def test_sftp_brings_each_file_once_and_refuses_another_server(
    make: Callable[..., Source], tmp_path: Path
) -> None:
    from tests.servers.ssh import ssh

    root = tmp_path / "keluar"
    root.mkdir()
    laid(root, "a.json", "b.json")
    with ssh(tmp_path / "sshd") as server:
        access = {"user": server.user, "key": server.key}
        source = make(SourceKind.SFTP, f"sftp://127.0.0.1:{server.port}{root}", server.port, access)
        assert len(visit(source, now=clock.now())) == 2
        assert guids() == {"urn:kawat:a.json", "urn:kawat:b.json"}
        source.refresh_from_db()
        assert "SHA256" in source.host_key
        assert visit(source, now=clock.now()) == []
    with ssh(tmp_path / "other", server.port) as another:
        source.credentials = seal(json.dumps({"user": another.user, "key": another.key}))
        with pytest.raises(FetchError, match="another key"):
            visit(source, now=clock.now())


MAIL = (
    b"Authentication-Results: mx.tajuk.example; spf=pass smtp.mailfrom=kawat.example; "
    b"dkim=pass header.d=kawat.example\r\n"
    b"From: Kawat <desk@kawat.example>\r\nTo: kawat@tajuk.example\r\nSubject: Rupiah menguat\r\n"
    b"Message-ID: <1@kawat.example>\r\nDate: Mon, 02 Mar 2026 10:00:00 +0700\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nJAKARTA - Rupiah menguat pada Senin.\r\n"
)


def test_imap_brings_mail_whose_sender_a_trusted_server_vouches_for(
    make: Callable[..., Source], settings: Any
) -> None:
    from tests.servers.imap import PASSWORD, USER, dovecot

    settings.TAJUK_MAIL_CHECKED_BY = ["mx.tajuk.example"]
    folder = Path(tempfile.mkdtemp(prefix="tajuk-imap-"))
    folder.chmod(0o755)
    try:
        with dovecot(folder) as box:
            box.deliver("1", MAIL)
            box.deliver("2", MAIL.replace(b"mx.tajuk.example", b"mx.evil.example").replace(b"<1@", b"<2@"))
            access = {"user": USER, "password": PASSWORD}
            source = make(
                SourceKind.IMAP,
                f"imap://127.0.0.1:{box.port}/INBOX",
                box.port,
                access,
                senders="kawat.example",
            )
            visit(source, now=clock.now())
            assert [item.guid for item in WireItem.objects.all()] == ["mid:1@kawat.example"]
            assert "trusted" in Quarantine.objects.get().reason
            assert visit(source, now=clock.now()) == []
            Source.objects.update(remove_there=True)
            source.refresh_from_db()
            Seen.objects.all().delete()
            visit(source, now=clock.now())
            assert box.messages() == []
            assert WireItem.objects.count() == 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((b"", b""), ""),
        ((b"spf=pass", b"spf=fail"), ""),
        ((b"spf=pass smtp.mailfrom=kawat.example; dkim=pass", b"spf=softfail; dkim=fail"), "SPF or DKIM"),
        ((b"dkim=pass header.d=kawat.example", b"dkim=none; dmarc=fail header.from=kawat.example"), "DMARC"),
        ((b"=kawat.example", b"=evil.example"), "SPF or DKIM"),
        ((b"desk@kawat.example>", b"desk@evil.example>"), "among the senders"),
        ((b"mx.tajuk.example", b"elsewhere"), "trusted"),
        ((b"From: Kawat <desk@kawat.example>\r\n", b""), "names no sender"),
        ((b"From: ", b"From: x@y.example, "), "more than one"),
    ],
)
def test_mail_is_taken_only_from_whom_it_says(
    make: Callable[..., Source], settings: Any, change: tuple[bytes, bytes], said: str
) -> None:
    settings.TAJUK_MAIL_CHECKED_BY = ["mx.tajuk.example"]
    source = make(SourceKind.MAIL, "", 1, {}, senders="kawat.example")
    told = refusal(MAIL.replace(*change), source)
    assert (said in told) if said else told == ""


def test_mail_is_acknowledged_once_it_is_kept(
    make: Callable[..., Source], settings: Any, monkeypatch: Any
) -> None:
    from aiosmtpd.controller import Controller

    from tajuk.wires import mailbox

    settings.TAJUK_MAIL_CHECKED_BY = ["mx.tajuk.example"]
    make(SourceKind.MAIL, "", 1, {})
    # The tests' database is one connection: the server's thread only notes, and the mail is taken here.
    brought: list[tuple[bytes, str]] = []
    monkeypatch.setattr(mailbox, "take_mail", lambda content, address: brought.append((content, address)))
    known = Source.objects.get()
    monkeypatch.setattr(mailbox, "_source", lambda address: known if address.startswith("mail@") else None)
    controller = Controller(mailbox.Takes(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with smtplib.SMTP("127.0.0.1", controller.port, timeout=10) as client:
            assert client.sendmail("desk@kawat.example", ["mail@tajuk.example"], MAIL) == {}
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                client.sendmail("desk@kawat.example", ["nobody@tajuk.example"], MAIL)
    finally:
        controller.stop()
    monkeypatch.undo()
    settings.TAJUK_MAIL_CHECKED_BY = ["mx.tajuk.example"]
    for content, address in brought:
        take_mail(content, address)
    assert WireItem.objects.count() == 1


def test_s3_brings_each_object_once(make: Callable[..., Source], tmp_path: Path) -> None:
    import obstore
    from moto.server import ThreadedMotoServer
    from obstore.store import S3Store

    port = free_port()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    try:
        import httpx

        httpx.put(
            f"http://127.0.0.1:{port}/kawat",
            headers={"Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request"},
        )
        config = {
            "access_key_id": "a",
            "secret_access_key": "b",
            "region": "us-east-1",
            "endpoint": f"http://127.0.0.1:{port}",
        }
        store = S3Store("kawat", config=config, client_options={"allow_http": True})
        obstore.put(store, "keluar/a.json", ninjs("urn:kawat:a"))
        obstore.put(store, "keluar/b.json", ninjs("urn:kawat:b"))
        obstore.put(store, "lain/c.json", ninjs("urn:kawat:c"))
        source = make(
            SourceKind.S3, f"http://127.0.0.1:{port}/kawat/keluar", port, {"user": "a", "password": "b"}
        )
        assert len(visit(source, now=clock.now())) == 2
        assert guids() == {"urn:kawat:a", "urn:kawat:b"}
        assert visit(source, now=clock.now()) == []
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (SourceKind.FTP, "ftp://127.0.0.1:{port}/"),
        (SourceKind.SFTP, "sftp://127.0.0.1:{port}/"),
        (SourceKind.IMAP, "imap://127.0.0.1:{port}/"),
        (SourceKind.S3, "http://127.0.0.1:{port}/b/p"),
    ],
)
def test_row_19_no_way_calls_a_private_address(
    make: Callable[..., Source], settings: Any, kind: SourceKind, address: str
) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.3)
        port = canary.getsockname()[1]
        source = make(kind, address.format(port=port), port, {})
        settings.TAJUK_FETCH_ALLOW = []
        with pytest.raises(Refused):
            visit(source, now=clock.now())
        with pytest.raises(TimeoutError):
            canary.accept()


def test_a_feed_is_asked_with_its_log_in_and_it_is_in_no_log(
    make: Callable[..., Source], caplog: pytest.LogCaptureFixture
) -> None:
    from http.server import BaseHTTPRequestHandler, HTTPServer

    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers["Authorization"] or "")
            self.send_response(401)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        port = server.server_port
        for access in ({"token": "t0ken"}, {"user": "redaksi", "password": "rahasia"}):
            Source.objects.all().delete()
            source = make(SourceKind.POLL, f"http://127.0.0.1:{port}/", port, access)
            assert poll(source, now=clock.now()).error == "HTTP status 401"
        server.shutdown()
    assert asked == ["Bearer t0ken", "Basic cmVkYWtzaTpyYWhhc2lh"]
    assert "t0ken" not in caplog.text
    assert "rahasia" not in caplog.text


def test_a_signed_push_is_taken_and_a_wrongly_signed_one_is_not(
    make: Callable[..., Source], client: Client
) -> None:
    source = make(SourceKind.PUSH, "", 1, {"secret": "kunci"})
    data = ninjs()
    address = f"/api/v1/wires/{source.slug}"
    right = hmac.new(b"kunci", data, hashlib.sha256).hexdigest()

    def push(signature: str, body: bytes = data) -> int:
        headers = {"X-Tajuk-Signature": f"sha256={signature}"} if signature else {}
        return client.post(address, body, content_type="application/json", headers=headers).status_code

    assert [push(""), push("00"), push(right, data + b" "), push(right), push(right)] == [
        401,
        401,
        401,
        202,
        200,
    ]


def test_log_ins_are_sealed_and_never_shown(make: Callable[..., Source], client: Client) -> None:
    from tests.factories.newsroom import UserFactory

    source = make(SourceKind.FTP, "ftp://127.0.0.1/", 1, {"user": "tajuk", "password": "rahasia"})
    assert b"rahasia" not in bytes(source.credentials)
    client.force_login(UserFactory(is_superuser=True))
    address = reverse("wagtailsnippets_wires_source:edit", args=[source.pk])
    page = client.get(address).content.decode()
    assert "rahasia" not in page
    assert 'value="tajuk"' in page
    tried = client.post(reverse("desk-source-try", args=[source.pk]))
    assert tried.status_code == 200

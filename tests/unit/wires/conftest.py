"""What the tests of the wires share: an agency, ways in, and copy in ninjs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Agency, Source

NOW = datetime(2026, 3, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def payload_store(tmp_path: Path, settings: Any) -> Path:
    """Keep raw bytes in a folder of the test's own; return it."""
    folder = tmp_path / "payloads"
    settings.STORAGES = settings.STORAGES | {
        "payloads": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder},
        }
    }
    assert Path(storages["payloads"].path("")) == folder
    return folder


@pytest.fixture
def agency(db: None) -> Agency:
    """Return an agency."""
    return Agency.objects.create(slug="kawat", name="Kantor Berita Kawat")


@pytest.fixture
def make_source(agency: Agency, payload_store: Path) -> Callable[..., Source]:
    """Return a maker of sources."""

    def make(slug: str = "kawat-desk", kind: SourceKind = SourceKind.COMMAND, **given: Any) -> Source:
        return Source.objects.create(**{"slug": slug, "name": slug, "agency": agency, "kind": kind} | given)

    return make


@pytest.fixture
def source(make_source: Callable[..., Source]) -> Source:
    """Return a source of the agency."""
    return make_source()


def ninjs(uri: str = "urn:kawat:1", **given: Any) -> bytes:
    """Return one story as ninjs 1.x; keys without a value are left out."""
    story = {
        "uri": uri,
        "type": "text",
        "version": "1",
        "versioncreated": "2026-03-02T10:00:00+07:00",
        "pubstatus": "usable",
        "headline": "Rupiah menguat",
        "slugline": "INDONESIA-RUPIAH/",
        "language": "id",
        "urgency": 4,
        "body_text": "JAKARTA - Rupiah menguat pada Senin.",
    } | given
    return json.dumps({key: value for key, value in story.items() if value is not None}).encode()


DEEP = (
    b"<nitf><body><body.content>"
    + b"<p>" * 10_000
    + b"x"
    + b"</p>" * 10_000
    + b"</body.content></body></nitf>"
)
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("m")))
    + b"]><nitf><body><body.head><hedline><hl1>&l;</hl1></hedline></body.head></body></nitf>"
)
HOSTILE = {
    "xxe": b'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<nitf><body><body.head><hedline><hl1>&x;</hl1></hedline></body.head></body></nitf>",
    "laughs": LAUGHS,
    "deep": DEEP,
    "truncated": ninjs()[:-40],
    "truncated xml": b'<?xml version="1.0"?><nitf><body><body.content><p>Rupiah',
    "wrong encoding": '<?xml version="1.0" encoding="utf-8"?><nitf><p>na\xefve</p></nitf>'.encode("latin-1"),
    "binary": bytes(range(256)) * 8,
}


NEWSROOM = """
import json, sys, threading, time
import django
django.setup()
from django.apps import apps
from django.db import connection, connections
from tajuk.common.clock import now
from tajuk.wires.models import Agency, Delivery, Payload, Source, WireItem, WireVersion

with connection.schema_editor() as editor:
    for model in apps.get_models():
        if not model._meta.proxy:
            editor.create_model(model)
agency = Agency.objects.create(slug="kawat", name="Kawat")
data = sys.stdin.buffer.read()
"""


def in_a_newsroom(script: str, folder: Path) -> Any:
    """Run `script` in a process with a database file of its own and return the JSON that it prints.

    The tests' own database is in memory and knows no two writers.
    """
    environment = os.environ | {
        "TAJUK_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "tajuk.config.settings.base",
    }
    done = subprocess.run(
        [sys.executable, "-c", NEWSROOM + script],
        input=ninjs(),
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)

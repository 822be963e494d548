"""What of a request reaches Django."""

import io
from types import SimpleNamespace

import pytest

from tajuk.edge.environ import Refused, checked_headers, environ_of, is_for_one_host
from tajuk.edge.operations import may_see_metrics


class Headers(list[tuple[str, str]]):
    def items(self) -> list[tuple[str, str]]:
        return list(self)

    def get(self, key: str, default: str | None = None) -> str | None:
        return dict(self).get(key, default)

    def get_all(self, key: str) -> list[str]:
        return [value for name, value in self if name == key]


def scope(*headers: tuple[str, str], **changes: object) -> SimpleNamespace:
    values: dict[str, object] = {
        "http_version": "1.1",
        "client": "203.0.113.9:4711",
        "server": "127.0.0.1:8000",
        "scheme": "http",
        "method": "GET",
        "path": "/",
        "query_string": "",
        "authority": None,
        "headers": Headers([("host", "contoh.id"), *headers]),
    }
    return SimpleNamespace(**{**values, **changes})


def environ(asked: SimpleNamespace, *, trust_proxy: bool = False, length: int = 0) -> dict[str, object]:
    return environ_of(asked, checked_headers(asked), io.BytesIO(), length, trust_proxy=trust_proxy)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (scope(("host", "evil.example")), 400),
        (scope(("content-length", "5"), ("transfer-encoding", "chunked"), method="POST"), 400),
        (scope(("content-length", "5"), ("content-length", "5"), method="POST"), 400),
        (scope(("content-length", "+5"), method="POST"), 400),
        (scope(("content-length", "٥"), method="POST"), 400),
        (scope(("transfer-encoding", "xchunked"), method="POST"), 400),
        (scope(("transfer-encoding", "gzip, chunked"), method="POST"), 400),
        (scope(("transfer-encoding", "chunked")), 400),
        (scope(("content-length", "5")), 400),
        (scope(authority="evil.example"), 400),
        (scope(headers=Headers()), 400),
        (scope(method="TRACE"), 405),
        (scope(method="CONNECT"), 405),
        (scope(method="BREW"), 405),
        (scope(path="*"), 400),
        (scope(path="/a\x00b"), 400),
        (scope(path="/a\ufffdb"), 400),
        (scope(*[("x", "y")] * 101), 431),
        (scope(("x", "y" * 40_000)), 431),
    ],
)
def test_an_ambiguous_or_odd_request_is_refused(asked: SimpleNamespace, status: int) -> None:
    with pytest.raises(Refused) as refused:
        checked_headers(asked)  # type: ignore[arg-type]
    assert refused.value.status == status


@pytest.mark.parametrize(
    "asked",
    [
        scope(("content-length", "0")),
        scope(("transfer-encoding", "chunked"), method="POST"),
        scope(("content-length", "5"), method="POST"),
        scope(authority="CONTOH.id"),
        scope(headers=Headers(), authority="contoh.id"),
    ],
)
def test_a_plain_request_passes(asked: SimpleNamespace) -> None:
    assert checked_headers(asked)["host"].lower() == "contoh.id"  # type: ignore[arg-type]


SPOOFED = [
    ("x-forwarded-for", "10.0.0.1"),
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-port", "1"),
    ("x-real-ip", "10.0.0.1"),
    ("forwarded", "host=evil.example"),
]
NEVER = [
    ("x-original-url", "/desk/"),
    ("x-rewrite-url", "/desk/"),
    ("x_forwarded_proto", "https"),
    ("x_forwarded-host", "evil.example"),
    ("proxy", "http://evil.example"),
]


def test_nothing_that_a_client_says_of_its_address_is_believed() -> None:
    seen = environ(scope(*SPOOFED, *NEVER))
    assert seen["REMOTE_ADDR"] == "203.0.113.9"
    assert seen["wsgi.url_scheme"] == "http"
    assert seen["HTTP_HOST"] == "contoh.id"
    assert not [name for name in seen if "FORWARDED" in name or "ORIGINAL" in name or "PROXY" in name]
    assert not [name for name in seen if "REWRITE" in name or "REAL_IP" in name]


def test_an_own_proxy_is_believed_for_what_it_saw_itself() -> None:
    asked = scope(("x-forwarded-for", "6.6.6.6, 198.51.100.7"), ("x-forwarded-proto", "https"), *NEVER)
    seen = environ(asked, trust_proxy=True)
    assert seen["REMOTE_ADDR"] == "198.51.100.7"
    assert seen["wsgi.url_scheme"] == "https"
    assert seen["HTTP_X_FORWARDED_PROTO"] == "https"
    assert not [name for name in seen if "ORIGINAL" in name or "REWRITE" in name or name == "HTTP_PROXY"]


def test_the_environ_is_what_the_standard_asks() -> None:
    asked = scope(
        ("cookie", "a=1"),
        ("cookie", "b=2"),
        ("accept", "x"),
        ("accept", "y"),
        ("content-type", "text/plain"),
        ("content-length", "3"),
        method="POST",
        path="/penulis/é",
        query_string="a=%20",
        client="[::1]:5",
    )
    seen = environ(asked, length=3)
    assert seen["PATH_INFO"] == "/penulis/é".encode().decode("latin-1")
    assert seen["QUERY_STRING"] == "a=%20"
    assert seen["HTTP_COOKIE"] == "a=1; b=2"
    assert seen["HTTP_ACCEPT"] == "x, y"
    assert (seen["CONTENT_TYPE"], seen["CONTENT_LENGTH"]) == ("text/plain", "3")
    assert (seen["REMOTE_ADDR"], seen["SERVER_NAME"], seen["SERVER_PORT"]) == ("::1", "127.0.0.1", "8000")
    assert "HTTP_CONTENT_LENGTH" not in seen


@pytest.mark.parametrize(
    ("hosts", "changes", "one"),
    [
        (["contoh.id"], {}, True),
        (["contoh.id:8000"], {}, True),
        (["[::1]:8000"], {}, True),
        (["contoh.id"], {"authority": "CONTOH.id"}, True),
        (["contoh.id"], {"authority": "jahat.example"}, False),
        (["contoh.id", "contoh.id"], {}, False),
        ([], {}, False),
        ([], {"http_version": "1.0"}, True),
        ([""], {}, False),
        (["contoh.id/jahat"], {}, False),
        (["contoh.id@jahat.example"], {}, False),
        (["contoh.id:jahat"], {}, False),
        (["a" * 301], {}, False),
    ],
)
def test_row_27_a_request_is_for_one_host_and_no_other(
    hosts: list[str], changes: dict[str, object], one: bool
) -> None:
    asked = scope(headers=Headers([("host", host) for host in hosts]), **changes)
    assert is_for_one_host(asked, asked.headers) is one  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("client", "said", "secret", "seen"),
    [
        ("127.0.0.1:5", (), "", True),
        ("[::1]:5", (), "", True),
        ("10.0.0.7:5", (), "", False),
        ("127.0.0.1:5", [("x-forwarded-for", "203.0.113.9")], "", False),
        ("127.0.0.1:5", [("forwarded", "for=203.0.113.9")], "", False),
        ("127.0.0.1:5", [("via", "1.1 varnish")], "", False),
        ("10.0.0.7:5", [("authorization", "Bearer rahasia")], "rahasia", True),
        ("10.0.0.7:5", [("authorization", "Bearer salah")], "rahasia", False),
        ("10.0.0.7:5", [("authorization", "Bearer ")], "", False),
        ("sock", (), "", False),
    ],
)
def test_figures_are_for_direct_neighbours_and_those_who_know_the_secret(
    client: str, said: list[tuple[str, str]], secret: str, seen: bool
) -> None:
    asked = scope(*said, client=client)
    assert may_see_metrics(asked, secret) is seen  # type: ignore[arg-type]

"""The address to which agencies push copy: `POST /api/v1/wires/<source>`.

The body is the document itself. 202: kept and read; 200: had already; 401, 404: no such token or source; 413:
too long; 422: kept, but unreadable, or an idempotency key used twice; 503: not kept, send it again.
"""

import hashlib
import hmac
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tajuk.common.clock import now
from tajuk.common.outbound import FetchError
from tajuk.wires import payloads
from tajuk.wires.actions import KeyReused, Receipt, receive
from tajuk.wires.enums import Outcome
from tajuk.wires.models import Source
from tajuk.wires.ways import access_of

STATUS = {Outcome.ACCEPTED: 202, Outcome.REPEATED: 200, Outcome.QUARANTINED: 422}
KEY_LENGTH = 255


class Turned(Exception):
    """A request that is answered before anything is kept: its status and one line."""

    def __init__(self, status: int, line: str) -> None:
        super().__init__(line)
        self.status = status


# A token in a header, never a cookie, says who calls: there is nothing for another site to forge.
@csrf_exempt
@require_POST
def intake(request: HttpRequest, source: str) -> JsonResponse:
    """Take in one document for the source that the token belongs to."""
    try:
        way = _source(source)
        if not _may_knock(request, way):
            raise Turned(401, "the token or signature is missing or not this source's")
        data = _body(request)
        _check_sender(request, way, data)
        receipt = _received(request, way, data)
    except Turned as turned:
        return _answer(turned.status, {"error": str(turned)})
    except (OSError, OperationalError, InterfaceError):
        answer = _answer(503, {"error": "the newsroom could not keep it; send it again"})
        answer["Retry-After"] = "10"
        return answer
    return _answer(STATUS[receipt.outcome], _told(receipt))


def _source(slug: str) -> Source:
    source = Source.objects.enabled().select_related("agency").filter(slug=slug).first()
    if source is None or not (source.token_digest or source.credentials):
        raise Turned(404, "no such source")
    return source


def _check_sender(request: HttpRequest, source: Source, data: bytes) -> None:
    """Let in who has the source's token, or has signed the body with its secret (HMAC-SHA256, RFC 2104)."""
    if source.accepts_token(_token(request)):
        return
    signature = request.headers.get("X-Tajuk-Signature") or request.headers.get("X-Hub-Signature-256") or ""
    if signature and _is_signed(source, data, signature):
        return
    raise Turned(401, "the token or signature is missing or not this source's")


def _is_signed(source: Source, data: bytes, signature: str) -> bool:
    try:
        secret = access_of(source).get("secret", "")
    except FetchError:
        return False
    expected = hmac.new(secret.encode(), data, hashlib.sha256).hexdigest()
    given = signature.removeprefix("sha256=").strip().lower()
    return bool(secret) and hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


def _may_knock(request: HttpRequest, source: Source) -> bool:
    """Tell whether it is worth to read the body: who shows neither token nor signature sends none in vain."""
    return (
        "X-Tajuk-Signature" in request.headers
        or "X-Hub-Signature-256" in request.headers
        or source.accepts_token(_token(request))
    )


def _token(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return request.headers.get("X-Tajuk-Token", "").strip()


def _body(request: HttpRequest) -> bytes:
    limit = payloads.max_bytes()
    too_long = Turned(413, f"one document may be {limit} bytes long")
    announced = request.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > limit:
        raise too_long
    try:
        # Read as it comes and only to the limit: `request.body` has a limit of its own, meant for forms.
        data = request.read(limit + 1)
    except UnreadablePostError:
        raise Turned(400, "the document broke off") from None
    if len(data) > limit:
        raise too_long
    if not data:
        raise Turned(422, "the body is empty; send the document itself")
    return data


def _received(request: HttpRequest, source: Source, data: bytes) -> Receipt:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > KEY_LENGTH:
        raise Turned(422, f"an idempotency key may be {KEY_LENGTH} characters long")
    name = request.GET.get("name", "").rpartition("/")[2]
    media_type = request.headers.get("Content-Type", "").partition(";")[0]
    try:
        return receive(data, source=source, name=name, media_type=media_type, now=now(), key=key)
    except KeyReused as reused:
        raise Turned(422, str(reused)) from None


def _told(receipt: Receipt) -> dict[str, Any]:
    items = [
        {"guid": each.version.item.guid, "version": each.version.label, "change": each.version.change}
        for each in receipt.recorded
    ]
    told = {"outcome": receipt.outcome.value, "payload": receipt.payload.sha256, "items": items}
    return told | ({"error": receipt.reason} if receipt.reason else {})


def _answer(status: int, told: dict[str, Any]) -> JsonResponse:
    answer = JsonResponse(told, status=status)
    answer["Cache-Control"] = "no-store"
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="wires"'
    return answer

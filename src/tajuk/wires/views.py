"""The address to which agencies push copy: `POST /api/v1/wires/<source>`.

The body is the document itself. 202: kept and read; 200: had already; 401, 404: no such token or source; 413:
too long; 422: kept, but unreadable, or an idempotency key used twice; 503: not kept, send it again.
"""

from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tajuk.common.clock import now
from tajuk.wires import payloads
from tajuk.wires.actions import KeyReused, Receipt, receive
from tajuk.wires.enums import Outcome
from tajuk.wires.models import Source

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
        way = _source(source, request)
        receipt = _received(request, way, _body(request))
    except Turned as turned:
        return _answer(turned.status, {"error": str(turned)})
    except (OSError, OperationalError, InterfaceError):
        answer = _answer(503, {"error": "the newsroom could not keep it; send it again"})
        answer["Retry-After"] = "10"
        return answer
    return _answer(STATUS[receipt.outcome], _told(receipt))


def _source(slug: str, request: HttpRequest) -> Source:
    source = (
        Source.objects.enabled().select_related("agency").filter(slug=slug).exclude(token_digest="").first()
    )
    if source is None:
        raise Turned(404, "no such source")
    if not source.accepts_token(_token(request)):
        raise Turned(401, "the token is missing or not this source's")
    return source


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

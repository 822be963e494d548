"""The address where providers push ticks."""

import hashlib
import re
from typing import Any

import orjson
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tajuk.common import clock
from tajuk.markets.actions import KeyReused, receive_push
from tajuk.markets.actions.push import digest_of
from tajuk.markets.models import Provider

MOST_TICKS = 5_000
LONGEST_BODY = 2 * 1024 * 1024
_KEY = re.compile(r"[\x21-\x7e]{1,120}")


class _Refusal(Exception):
    """A delivery that is not taken: an HTTP status and one line."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@csrf_exempt
@never_cache
@require_POST
def ticks(request: HttpRequest) -> JsonResponse:
    """Take `{"ticks": [{"symbol", "value", "as_of", ...}], "closes": [...]}` from a provider that shows its token.

    `Authorization: Bearer TOKEN` says who speaks; `Idempotency-Key` makes a delivery count once. Answers 200
    with the counts `applied`, `older`, `outranked`, `quarantined`, `unknown`, `unreadable` and `closes`; 400,
    401, 409 or 413 with `error`.
    """
    try:
        provider = _provider(request)
        key = _key(request)
        body = _body(request)
        items, closes = _items(body)
        digest = hashlib.sha256(body).hexdigest()
        answer = receive_push(
            items, closes=closes, provider=provider, key=key, digest=digest, now=clock.now()
        )
    except _Refusal as refusal:
        response = JsonResponse({"error": str(refusal)}, status=refusal.status)
        if refusal.status == 401:
            response["WWW-Authenticate"] = 'Bearer realm="markets"'
        return response
    except KeyReused as error:
        return JsonResponse({"error": str(error)}, status=409)
    return JsonResponse(answer)


def _provider(request: HttpRequest) -> Provider:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    # Looked up by digest: how long the comparison takes tells nothing of the token.
    if scheme.lower() == "bearer" and token.strip():
        provider = Provider.objects.filter(token_digest=digest_of(token.strip()), is_on=True).first()
        if provider is not None:
            return provider
    raise _Refusal(401, "a valid token is needed")


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise _Refusal(400, "Idempotency-Key: 1 to 120 visible characters are needed")
    return key


def _body(request: HttpRequest) -> bytes:
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = LONGEST_BODY + 1
    if length > LONGEST_BODY:
        raise _Refusal(413, f"a delivery has at most {LONGEST_BODY} bytes")
    body = request.read(LONGEST_BODY + 1)
    if len(body) > LONGEST_BODY:
        raise _Refusal(413, f"a delivery has at most {LONGEST_BODY} bytes")
    return body


def _items(body: bytes) -> tuple[list[Any], list[Any]]:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _Refusal(400, f"the body is not JSON: {error}") from None
    lists = [told.get(name, []) for name in ("ticks", "closes")] if isinstance(told, dict) else []
    if (
        not lists
        or not all(isinstance(items, list) for items in lists)
        or not {"ticks", "closes"} & told.keys()
    ):
        raise _Refusal(400, 'the body is not {"ticks": [...]}')
    if sum(map(len, lists)) > MOST_TICKS:
        raise _Refusal(413, f"a delivery has at most {MOST_TICKS} ticks")
    return lists[0], lists[1]

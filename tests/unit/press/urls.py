"""A small site for the press's tests."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path

from tajuk.common.dependencies import note
from tajuk.press.marks import mark
from tajuk.press.plates import plate

seen: list[HttpRequest] = []
texts: dict[str, str] = {}
broken: set[str] = set()


def _text(name: str) -> str:
    if name in broken:
        raise RuntimeError(f"{name} is broken on purpose")
    return texts.get(name, name)


@plate(kind="article", eager=True, counted=True, shared_seconds=60)
def article(request: HttpRequest, number: int) -> HttpResponse:
    seen.append(request)
    note(f"tests.article:{number}")
    if number == 404:
        raise Http404
    if number == 410:
        return HttpResponse("<h1>Ditarik</h1>", status=410)
    if number == 301:
        return HttpResponseRedirect("/berita-1", preserve_request=False)
    return HttpResponse(f"<html>{mark('bar')}<p>{_text(f'article {number}')}</p>{mark('bar')}</html>")


@plate(kind="front", eager=True)
def front(request: HttpRequest) -> HttpResponse:
    seen.append(request)
    note("list:latest", "tests.article:1")
    return HttpResponse(f"<html><h1>{_text('front')}</h1></html>")


@plate(kind="list", query=["page"])
def listing(request: HttpRequest) -> HttpResponse:
    seen.append(request)
    note("list:latest", "tests.article:1")
    return HttpResponse(
        f"{_text('list')} {request.GET.get('page', '1')} {dict(request.GET)} {request.COOKIES}"
    )


@plate(kind="fragment")
def fragment(request: HttpRequest, name: str) -> HttpResponse:
    note("list:quotes")
    return HttpResponse(f"[{_text(name)}]")


@plate(kind="page")
def cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    return response


@plate(kind="page")
def stream(request: HttpRequest) -> HttpResponse:
    return StreamingHttpResponse([b"x"])  # type: ignore[return-value]  # refused, that is the test


@plate(kind="page")
def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x", headers={"Cache-Control": "private"})


def search(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>{request.GET.get('q')}</p>{mark('bar')}")


def ask_database(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM no_such_table")
    return HttpResponse("never")


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse("own error page", status=500)


urlpatterns = [
    path("", front),
    path("berita-<int:number>", article),
    path("terbaru/", listing),
    path("_/fragments/<path:name>", fragment),
    path("kue", cookie),
    path("alir", stream),
    path("pribadi", private),
    path("cari", search),
    path("basis-data", ask_database),
]
handler500 = server_error

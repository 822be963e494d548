"""Keep what somebody typed when their sign-in or the form's token ran out, so that it can be sent once more."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LONG = 60  # characters: what is longer is shown to be copied


def kept(request: HttpRequest) -> HttpResponse:
    """Answer 403 with all that was posted in a form of its own, to be sent again by whoever typed it.

    The button is there only where the browser itself says that the form was ours (`Sec-Fetch-Site`): another site
    must not have its words sent by a reader's click. Passwords are never given back.
    """
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    hides = any("password" in name for name in request.POST)
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    context: dict[str, Any] = {
        "fields": fields,
        "shown": [(name, value) for name, value in fields if len(value) > LONG],
        "files": [file.name for _, files in request.FILES.lists() for file in files],
        "may_send": ours and not hides,
        "is_signed_in": request.user.is_authenticated,
        "address": request.get_full_path(),
    }
    return render(request, "desk/kept.html", context, status=403)

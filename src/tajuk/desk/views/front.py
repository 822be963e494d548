"""The panels of the desk's front page by themselves, so that it can renew them."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tajuk.desk.panels import front_panels


@permission_required("wagtailadmin.access_admin", raise_exception=True)
def front(request: HttpRequest) -> HttpResponse:
    """Answer the panels as they stand now."""
    return render(request, "desk/panels/front.html", front_panels())

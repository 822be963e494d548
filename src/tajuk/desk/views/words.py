"""Wagtail's scripts in the language of the account, where Wagtail's own catalogue falls silent."""

import json

from django.http import HttpRequest, HttpResponse

from tajuk.desk.wagtail_words_scripts import spoken


def words(request: HttpRequest) -> HttpResponse:
    """Answer a script that begins the catalogue: Wagtail's, which is loaded after it, adds its own words to ours."""
    said = json.dumps(spoken(), ensure_ascii=False)
    response = HttpResponse(f"window.django = {{ catalog: {said} }};\n", content_type="text/javascript")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response

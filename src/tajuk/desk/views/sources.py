"""Try a source: what would come from it now."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tajuk.common.outbound import FetchError
from tajuk.desk.views.headers import header
from tajuk.wires import permissions
from tajuk.wires.enums import ASKED, SourceKind
from tajuk.wires.models import Source
from tajuk.wires.preview import preview


# A call to somebody's server is made: not by a link that a browser may follow on its own.
@require_POST
@permission_required(permissions.SET_UP, raise_exception=True)
def try_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the source would bring now; nothing is kept, nothing marked or removed there."""
    source = get_object_or_404(Source.objects.select_related("agency"), pk=pk)
    found, trouble = [], ""
    try:
        found = list(preview(source))
    except (FetchError, OSError) as error:
        trouble = str(error)
    context = {
        **header(
            _("Trial"), "download", (str(source), reverse("wagtailsnippets_wires_source:edit", args=[pk]))
        ),
        "source": source,
        "found": found,
        "trouble": trouble,
        "is_asked": source.kind in {*ASKED, SourceKind.FOLDER},
    }
    return render(request, "desk/source_try.html", context)

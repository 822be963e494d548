"""Try a rule before it is switched on."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tajuk.common import clock
from tajuk.desk.views.headers import header
from tajuk.wires.models import Rule
from tajuk.wires.trial import try_on_last_week


@permission_required("wires.change_rule", raise_exception=True)
def try_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which of last week's items a rule would have caught; nothing is changed."""
    rule = get_object_or_404(Rule, pk=pk)
    edit = reverse("wagtailsnippets_wires_rule:edit", args=[rule.pk])
    context = {
        **header(_("Dry run"), "cogs", (str(rule), edit)),
        "rule": rule,
        "trial": try_on_last_week(rule, now=clock.now()),
    }
    return render(request, "desk/rule_try.html", context)

"""The markets board and its decisions, inside the desk."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from tajuk.common import clock
from tajuk.markets import board
from tajuk.markets.actions import BadClose, NotWaiting, accept_tick, ask_now, reject_tick, set_official_close
from tajuk.markets.forms import CloseForm, JudgementForm
from tajuk.markets.models import Instrument, Provider, QuarantinedTick
from tajuk.markets.ticks import BadTick

MAY = "markets.change_instrument"


def _header(title: str, *, is_board: bool = False) -> dict[str, Any]:
    """Return what `wagtailadmin/generic/base.html` wants of a screen."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if not is_board:
        crumbs.append({"url": reverse("markets-board"), "label": _("Markets board")})
    crumbs.append({"url": "", "label": title})
    return {"breadcrumbs_items": crumbs, "header_title": title, "header_icon": "table"}


@never_cache
@permission_required(MAY, raise_exception=True)
def show(request: HttpRequest) -> HttpResponse:
    """Show the board, which renews itself."""
    context = _header(_("Markets board"), is_board=True)
    return render(request, "markets/board.html", {**context, "board": board.board(clock.now())})


@never_cache
@permission_required(MAY, raise_exception=True)
def results(request: HttpRequest) -> HttpResponse:
    """Answer with the part of the board that is renewed."""
    return render(request, "markets/board_results.html", {"board": board.board(clock.now())})


@permission_required(MAY, raise_exception=True)
def quarantined(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one tick that was held back as it came, and take the decision about it."""
    row = get_object_or_404(
        QuarantinedTick.objects.select_related("instrument", "provider", "decided_by"), pk=pk
    )
    form = JudgementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _judge(request, row, form.cleaned_data["note"])
        return redirect("markets-board")
    title = f"{row.instrument.symbol}: {row.get_reason_display()}"
    context = {"row": row, "form": form, "payload": sorted(row.payload.items()), "last": board.held(row).last}
    return render(request, "markets/quarantined.html", {**_header(title), **context})


def _judge(request: HttpRequest, row: QuarantinedTick, note: str) -> None:
    by, now = request.user, clock.now()
    try:
        if "accept" not in request.POST:
            reject_tick(row, by=by, now=now, note=note)  # type: ignore[arg-type]  # a signed-in account
            messages.success(request, _("Rejected: the last good value stands."))
        elif accept_tick(row, by=by, now=now, note=note).applied:  # type: ignore[arg-type]  # a signed-in account
            messages.success(request, _("Accepted: the quote has changed."))
        else:
            messages.warning(request, _("Accepted, but a newer tick has come meanwhile."))
    except (NotWaiting, BadTick) as error:
        messages.error(request, str(error))


@permission_required(MAY, raise_exception=True)
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Set the official close of a day."""
    instrument = get_object_or_404(Instrument, slug=slug, is_active=True)
    missing = board.missing_closes(clock.now()).get(instrument.symbol)
    form = CloseForm(request.POST or None, initial={"date": missing})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            set_official_close(
                instrument, date=told["date"], value=told["value"], now=clock.now(), by=request.user,  # type: ignore[arg-type]  # a signed-in account
            )  # fmt: skip
        except BadClose as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The close of %(symbol)s is set.") % {"symbol": instrument.symbol})
            return redirect("markets-board")
    title = _("Set a close: %(symbol)s") % {"symbol": instrument.symbol}
    return render(request, "markets/close.html", {**_header(title), "form": form, "instrument": instrument})


@require_POST
@permission_required(MAY, raise_exception=True)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a provider asked at once."""
    provider = get_object_or_404(Provider, pk=pk, is_on=True)
    ask_now(provider, now=clock.now())
    messages.success(request, _("%(name)s is asked now.") % {"name": provider.name})
    return redirect("markets-board")

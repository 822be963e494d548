"""Sources of wires in the desk: where they are, how to get in, what becomes of what comes."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from tajuk.common.outbound import FetchError
from tajuk.common.sealing import seal
from tajuk.desk.vocabularies import Vocabulary
from tajuk.wires.models import Source
from tajuk.wires.ways import access_of

#: Parts of a log-in; what is secret is never shown again.
OPEN_PARTS, SECRET_PARTS = ("user", "region"), ("password", "token", "key", "secret")
KEPT = _("Kept sealed and never shown. Left empty, what is kept stays.")


def _secret(label: Any, *, rows: int = 0) -> forms.CharField:
    shown = {"autocomplete": "new-password"}
    widget = forms.Textarea(attrs={"rows": rows, **shown}) if rows else forms.PasswordInput(attrs=shown)
    return forms.CharField(label=label, required=False, widget=widget, help_text=KEPT, strip=not rows)


class SourceForm(WagtailAdminModelForm):
    """A source with its log-in, which is written and never read back."""

    user = forms.CharField(label=_("User"), required=False)
    password = _secret(_("Password"))
    token = _secret(_("Bearer token"))
    key = _secret(_("Private key"), rows=3)
    secret = _secret(_("Secret that signs what is pushed (HMAC)"))
    region = forms.CharField(label=_("Region"), required=False)
    forget = forms.BooleanField(label=_("Forget the log-in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what is not secret of the log-in."""
        super().__init__(*args, **kwargs)
        access = self._access()
        for part in OPEN_PARTS:
            self.initial[part] = access.get(part, "")

    def save(self, commit: bool = True) -> Source:
        """Seal the log-in with the source."""
        source: Source = self.instance
        given = {part: self.cleaned_data.get(part) or "" for part in (*OPEN_PARTS, *SECRET_PARTS)}
        kept = {} if self.cleaned_data.get("forget") else self._access()
        access = {
            **{part: kept.get(part, "") for part in SECRET_PARTS},
            **{k: v for k, v in given.items() if v},
        }
        filled = {part: value for part, value in access.items() if value}
        source.credentials = seal(json.dumps(filled)) if filled else b""
        saved: Source = super().save(commit=commit)
        return saved

    def _access(self) -> dict[str, str]:
        try:
            return access_of(self.instance)
        except FetchError:
            return {}


class Sources(Vocabulary):
    """The channels on which agencies deliver."""

    model: Any = Source
    icon = "download"
    menu_label: Any = _("Sources of wires")
    list_display = ["name", "agency", "kind", "enabled"]
    edit_template_name = "desk/source_edit.html"
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("slug"), FieldPanel("enabled")]),
            FieldRowPanel([FieldPanel("agency"), FieldPanel("kind"), FieldPanel("interval_seconds")]),
            FieldPanel("address"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("user"), FieldPanel("password"), FieldPanel("token")]),
                    FieldRowPanel([FieldPanel("key"), FieldPanel("secret"), FieldPanel("region")]),
                    FieldRowPanel([FieldPanel("host_key"), FieldPanel("senders"), FieldPanel("forget")]),
                ],
                heading=_("Log-in"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("default_section"), FieldPanel("format_hint")]),
                    FieldRowPanel([FieldPanel("embargo_policy"), FieldPanel("take_automatically")]),
                    FieldRowPanel([FieldPanel("remove_there"), FieldPanel("silent_after_minutes")]),
                ],
                heading=_("What becomes of what comes"),
            ),
        ],
        base_form_class=SourceForm,
    )

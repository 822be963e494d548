"""Words of Wagtail beyond `wagtail_words`: left out there, or said in Indonesian otherwise than a newsroom says them.

Wagtail calls a draft *konsep* and pages *halaman-halaman*; a newsroom says *draf* and *halaman*. Our catalogue comes
first. As in `wagtail_words`, nothing imports the values.
"""

from django.utils.translation import gettext_noop, ngettext_lazy, pgettext_lazy

LACKING = (
    gettext_noop("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    gettext_noop("Aging pages"),
    gettext_noop("Bulk actions"),
    gettext_noop("Continue"),
    gettext_noop("Current page status:"),
    gettext_noop("Date updated"),
    gettext_noop("Delete selected pages"),
    gettext_noop("Edited by"),
    gettext_noop("Has child pages"),
    gettext_noop("Is commenting action"),
    gettext_noop("Last published"),
    gettext_noop("Last published before"),
    gettext_noop("Move selected pages"),
    gettext_noop("No pages found."),
    gettext_noop("No pages/snippets have been submitted for moderation yet"),
    gettext_noop("Owner"),
    gettext_noop("Page type"),
    gettext_noop("Page types usage"),
    gettext_noop(
        "Pages created here will not be accessible at any URL. To add pages to an existing site,"
        " create them as children of the homepage."
    ),
    gettext_noop("Publish selected pages"),
    gettext_noop(
        "Receive notification when comments have been created, resolved, or deleted on a page that you"
        " have subscribed to receive comment notifications on"
    ),
    gettext_noop("Select all snippets in listing"),
    gettext_noop("Select row"),
    gettext_noop("Site history"),
    gettext_noop("Sort menu order"),
    gettext_noop("Sort the order of child pages within '%(parent)s' by '%(label)s' in ascending order."),
    gettext_noop("Sort the order of child pages within '%(parent)s' by '%(label)s' in descending order."),
    gettext_noop("Toggle section"),
    gettext_noop(
        "Troubleshoot your connection to the site before proceeding. Open the editor in a separate tab"
        " to view the last saved version."
    ),
    gettext_noop("Unpublish selected pages"),
    gettext_noop("log entries"),
    gettext_noop("log entry"),
    gettext_noop("model log entries"),
    gettext_noop("model log entry"),
    gettext_noop("page log entries"),
    gettext_noop("page log entry"),
    ngettext_lazy("%(num_pages)d page", "%(num_pages)d pages"),
    pgettext_lazy("A tag name", "name"),
    pgettext_lazy("A tag slug", "slug"),
)
OTHERWISE = (
    gettext_noop("Are you sure you want to unpublish this page?"),
    gettext_noop("Current draft"),
    gettext_noop("Email"),
    gettext_noop("Go live date/time must be before expiry date/time"),
    gettext_noop("Password"),
    gettext_noop("Replace current draft"),
    gettext_noop("Save Draft"),
    gettext_noop("Save draft"),
    gettext_noop("Snippets"),
    gettext_noop("View draft"),
    gettext_noop("draft"),
    gettext_noop("expired"),
    gettext_noop("expiry date/time"),
    gettext_noop("images"),
    gettext_noop("live + draft"),
    gettext_noop("pages"),
)

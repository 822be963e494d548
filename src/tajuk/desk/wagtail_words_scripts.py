"""Words of Wagtail's scripts, handed to them as translations where Wagtail's own catalogue lacks them.

Wagtail's script catalogue is made of Wagtail's locale folders alone, so ours cannot come before it: `spoken()` is laid
over it by a script of the desk's own.
"""

from django.utils.translation import gettext, gettext_noop, ngettext, ngettext_lazy

SINGULARS = (
    gettext_noop("(%(number)s new items in this menu)"),
    gettext_noop("(1 new item in this menu)"),
    gettext_noop("(New)"),
    gettext_noop("A network error occurred."),
    gettext_noop("A server error occurred."),
    gettext_noop("Actions"),
    gettext_noop("Add a comment"),
    gettext_noop("Autosave in progress…"),
    gettext_noop("Blocks"),
    gettext_noop("Broken link"),
    gettext_noop("Changes have been autosaved."),
    gettext_noop("Character count:"),
    gettext_noop("Collapse all"),
    gettext_noop("Complex"),
    gettext_noop("Decorative image"),
    gettext_noop("Duplicate"),
    gettext_noop("Error while sending preview data."),
    gettext_noop("Expand all"),
    gettext_noop("Fair"),
    gettext_noop("Focus comment"),
    gettext_noop("Good"),
    gettext_noop("Insert a block"),
    gettext_noop("Main menu"),
    gettext_noop("Missing document"),
    gettext_noop("Pin toolbar"),
    gettext_noop("Report this error to your website administrator with the following information:"),
    gettext_noop("Search options…"),
    gettext_noop("Split block"),
    gettext_noop("Toggle section"),
    gettext_noop("Toggle side panel"),
    gettext_noop("Toggle sidebar"),
    gettext_noop("Unfocus comment"),
    gettext_noop("Unpin toolbar"),
    gettext_noop("Write something or type ‘/’ to insert a block"),
)
PLURALS = (
    ("%(num)s error", "%(num)s errors"),
    ("%(num)s min", "%(num)s mins"),
    ("%(num)s pixel", "%(num)s pixels"),
)
# The same, for `make messages` to find.
NOTED = (
    ngettext_lazy("%(num)s error", "%(num)s errors"),
    ngettext_lazy("%(num)s min", "%(num)s mins"),
    ngettext_lazy("%(num)s pixel", "%(num)s pixels"),
)


def spoken() -> dict[str, str | list[str]]:
    """Return the words in the active language as Django's script catalogue keeps them; none that are untranslated."""
    said: dict[str, str | list[str]] = {word: gettext(word) for word in SINGULARS if gettext(word) != word}
    for one, many in PLURALS:
        forms = [ngettext(one, many, 1), ngettext(one, many, 2)]
        if forms != [one, many]:
            said[one] = forms
    return said

"""Who may do what with the wires: Django permissions, asked by name in one place."""

from django.contrib.auth.models import AnonymousUser, PermissionsMixin

Account = PermissionsMixin | AnonymousUser

WATCH = "wires.view_wireitem"
TAKE = "wires.take_wireitem"
SET_UP = "wires.change_source"
RESOLVE = "wires.change_quarantine"


def may_watch(user: Account) -> bool:
    """Tell whether the account sees the wires."""
    return user.has_perm(WATCH)


def may_take(user: Account) -> bool:
    """Tell whether the account may make drafts from wire items."""
    return user.has_perm(TAKE)


def may_set_up(user: Account) -> bool:
    """Tell whether the account may change sources and their tokens."""
    return user.has_perm(SET_UP)


def may_resolve(user: Account) -> bool:
    """Tell whether the account may deal with quarantined files."""
    return user.has_perm(RESOLVE)

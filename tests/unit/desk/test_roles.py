"""Roles: what each may do, given once, and left as the publisher wants it."""

import pytest
from django.contrib.auth.models import Group, Permission

from tajuk.desk.roles import PUBLISHERS, ROLES, ensure_roles
from tajuk.staff.models import GivenRight

pytestmark = pytest.mark.django_db


@pytest.fixture
def publishers() -> Group:
    ensure_roles()
    return Group.objects.get(name=PUBLISHERS)


def codenames(group: Group) -> set[str]:
    return set(group.permissions.values_list("codename", flat=True))


def test_each_role_has_its_rights(publishers: Group) -> None:
    for name, rights in ROLES.items():
        assert {right.split(".")[1] for right in rights} <= codenames(Group.objects.get(name=name))


def test_what_a_publisher_took_away_stays_away(publishers: Group) -> None:
    publishers.permissions.remove(Permission.objects.get(codename="add_promo"))
    ensure_roles()
    assert "add_promo" not in codenames(publishers)


def test_a_role_that_stands_is_given_what_a_new_version_brings(publishers: Group) -> None:
    publishers.permissions.remove(*Permission.objects.filter(codename__endswith="_subscriber"))
    GivenRight.objects.filter(group=publishers, right__endswith="_subscriber").delete()
    ensure_roles()
    assert {"add_subscriber", "change_subscriber", "delete_subscriber"} <= codenames(publishers)

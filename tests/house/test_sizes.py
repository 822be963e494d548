"""No module grows past what a person reads at once."""

from tests.house.tree import modules, shown

MOST = 300
# A longer module must be one thing; its reason stands here.
LONGER: dict[str, str] = {}


def test_no_module_has_more_than_300_lines():
    long = {shown(path) for path in modules() if len(path.read_text(encoding="utf-8").splitlines()) > MOST}
    assert long - set(LONGER) == set(), "is it two things?"
    assert set(LONGER) - long == set(), "no longer an exception"

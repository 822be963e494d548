"""The document of the gate says what the code does."""

from tajuk.clearance.policies import MEANING, Policy
from tests.house import clearance


def test_the_document_lists_policies_uses_and_exits_as_the_code_has_them():
    assert clearance.written() == clearance.table(), "run `make reference`"


def test_every_policy_says_what_it_looks_at():
    assert set(MEANING) == set(Policy)

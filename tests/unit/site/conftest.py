"""What the tests of the site share."""

import pytest
from wagtail.models import Locale


@pytest.fixture
def english() -> Locale:
    """Return the English edition's locale."""
    return Locale.objects.get_or_create(language_code="en")[0]

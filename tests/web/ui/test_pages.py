"""Every page of the frame in a real browser."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/", "/ui/", "/trail/", "/jobs/"])
def test_a_page_is_accessible_by_day_by_night_and_on_a_phone(check_page, path):
    check_page(path)

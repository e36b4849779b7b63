"""Every page of the room, for every role."""

import pytest

from web.evidence.factory import make_city

pytestmark = pytest.mark.django_db
PAGES = ["", "places/", "places/north/", "sources/", "imports/", "import/", "settings/"]


@pytest.fixture
def plaza(db):
    return make_city("plaza")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_the_administrator(visitor, plaza, page):
    assert visitor.get(f"/cities/plaza/evidence/{page}").status_code == 200

"""Answers keep the questionnaire that they answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.content.store import list_packs, load_pack, store
from paseo.evidence.questionnaires.pack import build_questionnaire, load_questionnaire
from paseo.evidence.questionnaires.plain import canonical, fingerprint, from_plain, to_plain
from paseo.web.questionnaires.models import QuestionnaireVersion
from web.questionnaires.packs import every_type, words

pytestmark = pytest.mark.django_db


def test_what_is_kept_is_the_questionnaire_of_the_pack(round):
    assert round.questionnaire() == load_questionnaire("tests.every-type")


def test_the_version_that_was_answered_outlives_its_pack(round, workspace):
    asked = load_questionnaire("tests.every-type")
    (workspace / "packs" / "tests.every-type.yaml").unlink()
    assert store().find("tests.every-type") is None
    assert QuestionnaireVersion.objects.get().questionnaire() == asked


def test_a_pack_changed_without_a_new_number_is_another_questionnaire(own_pack):
    before = QuestionnaireVersion.of_pack(own_pack(every_type()))
    assert QuestionnaireVersion.of_pack("tests.every-type") == before
    changed = every_type()
    changed["questions"][0]["text"] = words("Is there any register?")
    after = QuestionnaireVersion.of_pack(own_pack(changed))
    assert after != before
    assert after.version == before.version


@pytest.mark.parametrize("pack", [info.id for info in list_packs("questionnaire")])
def test_every_shipped_questionnaire_comes_back_from_its_plain_form(pack):
    found = load_pack(pack, "questionnaire")
    assert from_plain(to_plain(found)) == build_questionnaire(found)


plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.text(), plain_data, max_size=4))
def test_equal_data_have_one_fingerprint_in_whatever_order(plain):
    turned = dict(reversed(plain.items()))
    assert canonical(turned) == canonical(plain)
    assert fingerprint(turned) == fingerprint(plain)

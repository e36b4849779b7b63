"""Findings: all of them, by what they are about, each with its reason."""


def page_of(client, path: str, language: str = "en") -> str:
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def test_findings_stand_by_what_they_are_about(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/findings/")
    assert 'id="kind-faces"' in page
    assert 'id="kind-change"' in page


def test_findings_can_be_narrowed_to_a_kind_and_a_dimension(visitor, berlin):
    page = page_of(
        visitor, "/cities/berlin/assessment/findings/?kind=change&dimension=urban-security"
    )
    assert 'id="kind-change"' in page
    assert 'id="kind-level"' not in page


def test_a_filter_without_a_match_says_so(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/findings/?kind=nonsense")
    assert "Nothing matches what you asked for." in page


def test_a_finding_leads_to_the_numbers_it_rests_on(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/findings/?kind=change&depth=rapid")
    assert "/cities/berlin/assessment/indicator/SEC-" in page
    assert "?depth=rapid" in page


def test_findings_speak_spanish(visitor, berlin):
    page = page_of(visitor, "/cities/berlin/assessment/findings/", "es")
    assert "Por qué" in page
    assert "Why" not in page

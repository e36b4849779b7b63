"""What the index lab must not do: lose work, guess a direction, mislead."""

from __future__ import annotations

import html
import re


def words_of(answer):
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"\s+", " ", text)


# ------------------------------------------------------------------------ work of others
def test_keeping_from_an_older_page_is_refused_and_undoes_nobody(visitor, towns):
    lab = f"/indices/{towns.pk}/lab/"
    page = visitor.get(lab).content.decode()
    assert 'name="version" value="1"' in page
    assert 'name="known" value="1"' in page
    whole_form = "weight-light=4&weight-crowd=1&weight-noise=1&weight-green=1"
    visitor.post(f"{lab}keep/?version=1", {"choices": whole_form, "known": "1"})
    stale = "weight-light=1&weight-crowd=1&weight-noise=3&weight-green=1"
    answer = visitor.post(f"{lab}keep/?version=1", {"choices": stale, "known": "1"})
    assert answer.status_code == 422
    assert "Somebody kept a newer version meanwhile" in words_of(answer)
    assert "Weight of Light: 1 → 4" in words_of(answer)
    assert "Weight of Noise: 1 → 3" in words_of(answer)
    assert towns.versions.count() == 2
    address = re.search(r'href="(/indices/[^"]+/lab/\?weight-noise=3)"', answer.content.decode())
    again = words_of(visitor.get(address.group(1)))
    assert "Weight of Noise: 1 → 3" in again
    assert "Weight of Light" not in again.split("Weight of Noise")[1][:200]
    visitor.post(f"{lab}keep/?version=2", {"choices": "weight-noise=3", "known": "2"})
    kept = towns.versions.get(number=3)
    assert "weight: 4" in kept.text
    assert "weight: 3" in kept.text
    assert "version: 3.0.0" in kept.text


def test_a_try_on_an_older_page_says_at_once_that_it_is_old(visitor, towns):
    lab = f"/indices/{towns.pk}/lab/"
    visitor.post(f"{lab}keep/?version=1", {"choices": "weight-light=4", "known": "1"})
    tried = visitor.get(
        f"{lab}?version=1&known=1&weight-noise=3&weight-light=1", headers={"HX-Request": "true"}
    )
    assert "Somebody kept a newer version meanwhile" in words_of(tried)
    assert "Keep as a new version" not in words_of(tried)
    begun_from_an_older_one = visitor.get(f"{lab}?version=1&weight-noise=3")
    assert "Keep as a new version" in words_of(begun_from_an_older_one)

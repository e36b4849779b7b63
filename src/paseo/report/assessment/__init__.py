"""The report of an assessment: a profile in, a document out."""

from __future__ import annotations

from paseo.assessment.profile import Profile
from paseo.report.assessment import annex, dimensions, faces, opening, places
from paseo.report.assessment.speaker import Speaker
from paseo.report.document import WRITER_WORDS, Document


def assessment_document(profile: Profile, language: str = "en") -> Document:
    """Return the report of a profile in one language.

    Args:
        profile: after disclosure control, as :func:`paseo.assessment.build.build_profile` makes it.
        language: of the report; content that lacks it falls back and is marked.
    """
    speaker = Speaker(profile, language)
    return Document(
        title=speaker.say("title", city=speaker.city),
        subtitle=speaker.say("subtitle", depth=speaker.set_name, date=speaker.date),
        language=language,
        place=speaker.city,
        period=speaker.period(profile.period),
        made_at=profile.made_at,
        blocks=(
            *opening.blocks(speaker),
            *faces.blocks(speaker),
            *dimensions.blocks(speaker),
            *places.blocks(speaker),
            *annex.blocks(speaker),
        ),
        generated=speaker.say("generated") if profile.city.generated else "",
        words={word: speaker.say(word) for word in WRITER_WORDS},
    )

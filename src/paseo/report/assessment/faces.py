"""What happens beside what is felt: over time, and over the city's areas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from paseo.assessment.findings.words import say
from paseo.assessment.profile import FacePair, TwoFaces
from paseo.report.assessment import drawing
from paseo.report.assessment.drawing import estimate
from paseo.report.assessment.speaker import Speaker
from paseo.report.charts import FaceRow, FaceSide, two_faces
from paseo.report.document import Block, Callout, Figure, Heading, Paragraph


def blocks(speaker: Speaker) -> Iterator[Block]:
    """Yield the chapter; where one face is missing it says so."""
    yield Heading(speaker.say("faces_title"), 1, "faces")
    yield Paragraph(speaker.say("faces_lead"), lead=True)
    if not speaker.profile.two_faces:
        none = speaker.say("faces_none", city=speaker.city)
        yield Callout("missing", speaker.say("missing_title"), (none,))
    for number, pair in enumerate(speaker.profile.two_faces):
        yield from figures(speaker, pair, f"faces-{number}")


def figures(speaker: Speaker, faces: TwoFaces, key: str, width: float = 640) -> Iterator[Figure]:
    """Yield the pictures of one pair: by period, and by area where values go below the city."""
    sentence = _verdict(speaker, faces)
    yield from _figure(
        speaker, faces, "faces_by_period", faces.by_period, speaker.period, sentence, key, width
    )
    yield from _figure(
        speaker,
        faces,
        "faces_by_area",
        faces.by_area,
        lambda area: speaker.area_names.get(area, area),
        sentence,
        f"{key}-area",
        width,
    )


def _figure(
    speaker: Speaker,
    faces: TwoFaces,
    phrase: str,
    pairs: Sequence[FacePair],
    label: Callable[[str], str],
    sentence: str,
    key: str,
    width: float,
) -> Iterator[Figure]:
    if not pairs:
        return
    happens, felt = (speaker.profile.result(code) for code in (faces.happens, faces.felt))
    title = speaker.say(
        phrase,
        happens=speaker.text(happens.indicator.name),
        felt=speaker.text(felt.indicator.name),
    )
    picture = two_faces(
        [FaceRow(label(pair.label), estimate(pair.happens), estimate(pair.felt)) for pair in pairs],
        _side(speaker, faces.happens),
        _side(speaker, faces.felt),
        title=title,
        description=sentence,
        words=speaker.chart_words,
        key=key,
        width=width,
        head=speaker.say("column_area") if phrase == "faces_by_area" else "",
    )
    yield speaker.figure(picture, sentence)


def _side(speaker: Speaker, code: str) -> FaceSide:
    return drawing.face_side(
        speaker.profile.result(code), speaker.profile.framework, speaker.language
    )


def _verdict(speaker: Speaker, faces: TwoFaces) -> str:
    """Return the finding on this pair; the profile makes one for each."""
    pair = {faces.happens, faces.felt}
    for finding in speaker.profile.findings:
        if finding.kind == "faces" and set(finding.indicators) == pair:
            return say(finding, speaker.profile.framework, speaker.language).text
    return ""

"""The columns of an observation table: one name, one meaning, one type, everywhere.

The concepts follow SDMX (indicator, reference area, time period, breakdown, value,
unit, status); what lets a reader judge a value stands beside it. A table is a polars
frame with exactly these columns, in this order; unknown is null, never a guess.
"""

from __future__ import annotations

from typing import Final

import polars as pl

INDICATOR: Final = "indicator"  # code in the framework pack, SAF-01
AREA: Final = "area"  # reference area id in the city's tree
PERIOD: Final = "period"  # 2023, 2023-Q1, 2023-06, 2021/2023 (inclusive years)
BREAKDOWN: Final = "breakdown"  # _T, or sex=F, or age=15-24;sex=F (keys sorted)
VALUE: Final = "value"
UNIT: Final = "unit"  # unit code in the framework pack
STATUS: Final = "status"  # see STATUSES
NUMERATOR: Final = "numerator"
DENOMINATOR: Final = "denominator"
DENOMINATOR_KIND: Final = "denominator_kind"  # resident, ambient, dwellings, ...
N: Final = "n"  # respondents, or places audited
DESIGN_EFFECT: Final = "design_effect"  # variance relative to a simple random sample
STANDARD_ERROR: Final = "standard_error"
LOW: Final = "low"  # published interval, where the source gives one
HIGH: Final = "high"
LEVEL: Final = "level"  # of that interval, 0.95
DEFINITION: Final = "definition"  # id of the wording or register definition
SCALE: Final = "scale"  # answer scale id
CUT: Final = "cut"  # the answers counted, "1+2"
BASE: Final = "base"  # all_answers, valid_answers, or another base in words
MODE: Final = "mode"  # telephone, web, face_to_face, mixed, register, audit, geodata
SAMPLE: Final = "sample"  # probability, quota, panel, census, register
BOUNDARY: Final = "boundary"  # version id of the area's boundary
COUNTING_UNIT: Final = "counting_unit"  # offence, victim, suspect, call, respondent, ...
RECORDING_STAGE: Final = "recording_stage"  # input, intermediate, output (police statistics)
SOURCE: Final = "source"  # id in the city's list of sources
LICENCE: Final = "licence"
NOTE: Final = "note"

SCHEMA: Final[dict[str, pl.DataType]] = {
    INDICATOR: pl.String(),
    AREA: pl.String(),
    PERIOD: pl.String(),
    BREAKDOWN: pl.String(),
    VALUE: pl.Float64(),
    UNIT: pl.String(),
    STATUS: pl.String(),
    NUMERATOR: pl.Float64(),
    DENOMINATOR: pl.Float64(),
    DENOMINATOR_KIND: pl.String(),
    N: pl.Float64(),
    DESIGN_EFFECT: pl.Float64(),
    STANDARD_ERROR: pl.Float64(),
    LOW: pl.Float64(),
    HIGH: pl.Float64(),
    LEVEL: pl.Float64(),
    DEFINITION: pl.String(),
    SCALE: pl.String(),
    CUT: pl.String(),
    BASE: pl.String(),
    MODE: pl.String(),
    SAMPLE: pl.String(),
    BOUNDARY: pl.String(),
    COUNTING_UNIT: pl.String(),
    RECORDING_STAGE: pl.String(),
    SOURCE: pl.String(),
    LICENCE: pl.String(),
    NOTE: pl.String(),
}
COLUMNS: Final = tuple(SCHEMA)

#: What must be filled for a row to mean anything.
REQUIRED: Final = (INDICATOR, AREA, PERIOD)

#: What makes two rows the same observation; a second row with this key is a duplicate.
KEY: Final = (INDICATOR, AREA, PERIOD, BREAKDOWN, DENOMINATOR_KIND, DEFINITION, SOURCE)

TOTAL: Final = "_T"

#: In a table of several cities only (benchmarks, a workspace): the city's id, before all others.
CITY: Final = "city"

# Status after SDMX CL_OBS_STATUS; NOT_IN_REMIT is ours, because a city that has no
# say over a matter has neither failed to answer nor a missing value.
NORMAL: Final = "A"
BREAK: Final = "B"
ESTIMATED: Final = "E"
PROVISIONAL: Final = "P"
LOW_RELIABILITY: Final = "U"
SUPPRESSED: Final = "Q"
NOT_COLLECTED: Final = "L"
CANNOT_EXIST: Final = "M"
NOT_IN_REMIT: Final = "R"
STATUSES: Final = (
    NORMAL,
    BREAK,
    ESTIMATED,
    PROVISIONAL,
    LOW_RELIABILITY,
    SUPPRESSED,
    NOT_COLLECTED,
    CANNOT_EXIST,
    NOT_IN_REMIT,
)
#: Statuses of rows that hold no value on purpose.
WITHOUT_VALUE: Final = (SUPPRESSED, NOT_COLLECTED, CANNOT_EXIST, NOT_IN_REMIT)


def empty() -> pl.DataFrame:
    """Return an observation table without rows.

    >>> empty().columns[:3]
    ['indicator', 'area', 'period']
    """
    return pl.DataFrame(schema=SCHEMA)

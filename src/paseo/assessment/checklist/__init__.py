"""The checklist: what a city's answers change in its assessment.

A pack of kind ``checklist`` holds the rules (:mod:`.pack`); :mod:`.effects` says what they propose,
:mod:`.maturity` how far the data of the city carry, :mod:`.plan` what is to be collected from whom,
:mod:`.method_annex` how the figures are made, :mod:`.requests` what each owner of data is asked.
The tool proposes, a person decides: every proposal can be dismissed with a reason.
"""

"""XLSForm both ways: forms for KoboToolbox and ODK, and questionnaires from forms of others.

:func:`write_xlsform` writes a questionnaire as a form that pyxform has accepted,
:func:`read_xlsform` makes a questionnaire of a form, :func:`to_pack_yaml` and
:func:`save_pack` write it as a pack.
"""

from paseo.evidence.questionnaires.xlsform.pack_file import save_pack
from paseo.evidence.questionnaires.xlsform.pack_yaml import to_pack_yaml
from paseo.evidence.questionnaires.xlsform.reading import ReadForm, read_xlsform
from paseo.evidence.questionnaires.xlsform.writing import write_xlsform

__all__ = ["ReadForm", "read_xlsform", "save_pack", "to_pack_yaml", "write_xlsform"]

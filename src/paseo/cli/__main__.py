"""``python -m paseo.cli``: the same as ``paseo``."""

import sys

from paseo.cli import main

sys.exit(main())

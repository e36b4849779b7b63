"""``python -m paseo.web``: serve the workspace, or print a new sign-in link."""

from __future__ import annotations

import sys

from paseo.web.server import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

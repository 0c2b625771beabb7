"""``python -m skmedcode``."""

import sys

from skmedcode.cli import main

sys.exit(main())

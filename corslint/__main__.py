"""``python -m corslint``."""

import sys

from corslint.cli import main

sys.exit(main())

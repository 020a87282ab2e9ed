"""``python -m detente`` is the command ``detente``."""

import sys

from detente.cli.main import main

sys.exit(main())

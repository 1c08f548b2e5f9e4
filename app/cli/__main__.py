"""`python -m app.cli`: the program `motcua`."""

import sys

from app.cli.main import main

sys.exit(main())

"""Run `python -m tajuk` as the `tajuk` command."""

import sys

from tajuk.config.cli import main

sys.exit(main())

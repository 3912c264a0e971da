"""python -m service: see cli.py."""

import os

from .cli import Tools, main
from .wiring import open_school

if __name__ == "__main__":
    main(obj=Tools(open_school, dict(os.environ)), prog_name="python -m service")

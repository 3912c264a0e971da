"""python -m service: see cli.py, cli_schools.py and cli_district.py."""

import os

from .cli import Tools, main
from .cli_district import district
from .cli_schools import school, worker
from .district import open_district
from .wiring import open_school
from .worker import work

main.add_command(school)
main.add_command(worker)
main.add_command(district)

if __name__ == "__main__":
    tools = Tools(open_school, dict(os.environ), open_district, work)
    main(obj=tools, prog_name="python -m service")

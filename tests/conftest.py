"""What holds for the whole test suite."""

import gc
import os

from hypothesis import HealthCheck, settings

# Every answer of the local Workspace is held against Google's discovery documents.
os.environ.setdefault("HOLDFAST_EMULATOR_CHECK", "1")

# The gate decides on the same examples every time, however busy the machine is; the hunt for new
# ones is `make soak` and everybody's own runs.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", settings.get_profile("patient"), derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "patient")

# Most of what a test makes lives until its end: the collector need not look for it so often.
gc.set_threshold(50_000, 20, 50)

"""What holds for the whole test suite."""

import os

# Every answer of the local Workspace is held against Google's discovery documents.
os.environ.setdefault("HOLDFAST_EMULATOR_CHECK", "1")

"""What every test may ask for. Data of the shared folder is read where it lies and never copied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test fails for being slow on a busy machine; under CI the same examples are tried every time.
settings.register_profile(
    "huoju",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("huoju")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of this checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of plans, annotations and suites beside the checkout; a missing one fails under CI."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the shared folder is missing beside the checkout: {SHARED.name}")
        pytest.skip("the shared folder is not beside this checkout")
    return SHARED

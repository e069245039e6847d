"""Every scenario of this folder runs on a stage of its own, as those of the load balancer do."""

from __future__ import annotations

from scenarios.load_balancer.conftest import pytest_pyfunc_call

__all__ = ["pytest_pyfunc_call"]

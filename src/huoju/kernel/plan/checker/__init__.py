"""Checker: finds what in a plan cannot all be true, and says so with the arithmetic laid open.

Statements become intervals over unknowns; catalog identities, growth over years and stated assumptions link
them; what has no solution left is reported as a minimal set of statements. May import the catalog and the
plan's value types; never Django, files or the clock.

    findings = check(plan, load_catalog())                       # -> list[Finding], worst first
    findings = check(plan, catalog, Assumptions(overshoot=0.2))  # a scenario
    findings = check(changed, catalog, memory=memory)            # the workbench: a `Memory` kept between calls

Start reading at `check.py`; then `contradictions.py`, `compiling.py`, `propagation.py`.
"""

from huoju.kernel.plan.checker.assumptions import Assumptions
from huoju.kernel.plan.checker.check import CHECKS, DEFAULT_ASSUMPTIONS, check
from huoju.kernel.plan.checker.memory import Memory

__all__ = ["CHECKS", "DEFAULT_ASSUMPTIONS", "Assumptions", "Memory", "check"]

"""Generated tests take the time they need, and the same examples on every run.

``CORSLINT_RANDOM=1`` looks at fresh examples instead.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "corslint",
    deadline=None,
    derandomize=not os.environ.get("CORSLINT_RANDOM"),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("corslint")

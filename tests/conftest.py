"""What all tests share: how hard hypothesis looks."""

import os

from hypothesis import settings

# No deadlines: two busy cores would fail a sound test. `make nightly` looks much further.
settings.register_profile("default", deadline=None)
settings.register_profile("nightly", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("DETENTE_HYPOTHESIS", "default"))

"""NumPy's random numbers."""

import numpy as np


def standard_normal(inputs, size):
    generator = np.random.default_rng(1)
    target = np.empty((size["coils"], size["rows"], size["columns"], 2))
    return lambda: generator.standard_normal(out=target)

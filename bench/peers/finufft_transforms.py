"""FINUFFT, one thread."""

import finufft
import numpy as np


def transform(inputs, size):
    shape = (size["side"], size["side"])
    rows, columns = np.ascontiguousarray(inputs["points"].T)
    x = inputs["x"] / size["side"]

    def planned():
        kind, sign = (1, 1) if size["adjoint"] else (2, -1)
        plan = finufft.Plan(kind, shape, eps=size["accuracy"], isign=sign, nthreads=1)
        plan.setpts(rows, columns)
        return plan

    plan = planned()
    return lambda: (planned() if size["planning"] else plan).execute(x)

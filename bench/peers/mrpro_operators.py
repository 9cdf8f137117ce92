"""mrpro's Fourier operators, one thread."""

import torch
from mrpro.data import KTrajectory
from mrpro.operators import FastFourierOp, NonUniformFastFourierOp

torch.set_num_threads(1)


def fast_fourier(inputs, size):
    x = torch.from_numpy(inputs["x"])
    operator = FastFourierOp(dim=(-2, -1))
    return lambda: operator(x)[0]


def non_uniform(inputs, size):
    shape = (size["side"], size["side"])
    x = torch.from_numpy(inputs["x"])[None, None, None]
    rows, columns = (torch.from_numpy(inputs["points"].T) / (2 * torch.pi) * size["side"]).reshape(2, 1, 1, 1, 1, -1)
    trajectory = KTrajectory(torch.zeros(1, 1, 1, 1, 1), rows, columns)
    operator = NonUniformFastFourierOp((-2, -1), shape, shape, trajectory)
    return lambda: operator(x)[0]

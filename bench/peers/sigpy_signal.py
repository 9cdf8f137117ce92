"""sigpy's Fourier transforms and sampling masks."""

import numpy as np
import sigpy
import sigpy.mri


def fft(inputs, size):
    return lambda: sigpy.fft(inputs["x"], axes=(-2, -1))


def nufft(inputs, size):
    points = inputs["points"] / (2 * np.pi) * size["side"]
    return lambda: sigpy.nufft(inputs["x"], points)


def poisson_disc(inputs, size):
    shape = (size["rows"], size["columns"])
    return lambda: sigpy.mri.poisson(shape, size["acceleration"], calib=(size["calibration"],) * 2, dtype=np.uint8)

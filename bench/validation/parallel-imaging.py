"""sigpy's reconstructions of Cartesian multi-coil samples; magnitudes, flat."""

import numpy as np
import sigpy
from sigpy.mri.app import L1WaveletRecon, SenseRecon


def sense(inputs, settings):
    app = SenseRecon(inputs["samples"], inputs["sensitivities"], max_iter=30, show_pbar=False)
    return np.abs(app.run()).ravel()


def wavelets(inputs, settings):
    samples, sensitivities = inputs["samples"], inputs["sensitivities"]
    image = np.sum(np.conj(sensitivities) * sigpy.ifft(samples, axes=(-2, -1)), axis=0)
    weight = 0.004 * settings["missing"] * np.abs(image).max()
    app = L1WaveletRecon(samples, sensitivities, lamda=weight, wave_name="db2", max_iter=60, show_pbar=False)
    return np.abs(app.run()).ravel()

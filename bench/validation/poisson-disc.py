"""Poisson-disc masks of sigpy; 1 for each sample that is acquired, flat, one mask for each seed."""

import numpy as np
import sigpy.mri


def masks(inputs, settings):
    shape = (settings["side"],) * 2
    calibration = (settings["calibration"],) * 2
    return np.concatenate([
        np.abs(sigpy.mri.poisson(shape, settings["acceleration"], calib=calibration, crop_corner=False, seed=seed, tol=0.01)).ravel()
        for seed in range(settings["count"])
    ]).astype(float)

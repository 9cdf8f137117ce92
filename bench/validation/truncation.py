"""MONAI's Gibbs filter; results are flat."""

import numpy as np
from monai.transforms import GibbsNoise


def gibbs(inputs, settings):
    image = inputs["image"].astype(np.float32)[None]
    return np.asarray(GibbsNoise(alpha=settings["alpha"])(image), dtype=float).ravel()

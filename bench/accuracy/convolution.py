"""Convolution as it is defined, in 80-bit arithmetic."""

import numpy as np


def relative_error(arrays, settings):
    image, weights = (arrays[name].astype(np.longdouble) for name in ("image", "weights"))
    rows, columns = image.shape
    down, across = (length // 2 for length in weights.shape)
    mirrored = np.pad(image, ((down, down), (across, across)), mode="symmetric")
    exact = np.zeros_like(image)
    for (i, j), weight in np.ndenumerate(weights):
        top, left = 2 * down - i, 2 * across - j
        exact += weight * mirrored[top : top + rows, left : left + columns]
    return float(np.linalg.norm(arrays["found"] - exact) / np.linalg.norm(exact))

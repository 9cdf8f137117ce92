"""SSIM as it is defined (Wang 2004), in 80-bit arithmetic."""

import numpy as np

wide = np.longdouble


def windowed(image, weights):
    """Means under the separable window, where it lies inside."""
    for axis in (0, 1):
        length = image.shape[axis] - len(weights) + 1
        image = sum(weight * image.take(range(tap, tap + length), axis=axis) for tap, weight in enumerate(weights))
    return image


def error(arrays, settings):
    a, b = arrays["a"].astype(wide), arrays["b"].astype(wide)
    offsets = np.arange(-5, 6).astype(wide)
    weights = np.exp(-offsets * offsets / (2 * wide(1.5) ** 2))
    weights /= weights.sum()
    mean_a, mean_b = windowed(a, weights), windowed(b, weights)
    var_a = windowed(a * a, weights) - mean_a * mean_a
    var_b = windowed(b * b, weights) - mean_b * mean_b
    covariance = windowed(a * b, weights) - mean_a * mean_b
    c1, c2 = (wide(k) * wide(settings["range"]) for k in ("0.01", "0.03"))
    c1, c2 = c1 * c1, c2 * c2
    top = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    bottom = (mean_a * mean_a + mean_b * mean_b + c1) * (var_a + var_b + c2)
    return float(abs(np.mean(top / bottom) - wide(settings["found"])))

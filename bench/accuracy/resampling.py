"""Resampling as it is defined, in 80-bit arithmetic."""

import numpy as np

wide = np.longdouble
PI = wide("3.14159265358979323846264338327950288")


def lanczos(d):
    inside = np.abs(d) < 3
    x = np.where(d == 0, wide(1), PI * d)
    product = np.sin(x) / x * np.sin(x / 3) / (x / 3)
    return np.where(inside, np.where(d == 0, wide(1), product), wide(0))


def cubic(d):
    d = np.abs(d)
    inner = 1 + d * d * (wide(1.5) * d - wide(2.5))
    outer = 2 + d * (-4 + d * (wide(2.5) - wide(0.5) * d))
    return np.where(d < 1, inner, np.where(d < 2, outer, wide(0)))


FILTERS = {"triangle": (1, lambda d: np.maximum(0, 1 - np.abs(d))), "cubic": (2, cubic), "lanczos": (3, lanczos)}


def mirrored(index, length):
    index = index % (2 * length)
    return np.where(index < length, index, 2 * length - 1 - index)


def matrix(length, size, name):
    """Weights of the old samples for each new one."""
    factor = wide(length) / wide(size)
    rows = np.zeros((size, length), dtype=wide)
    for place in range(size):
        if name == "area":
            low, high = place * factor, (place + 1) * factor
            samples = np.arange(int(np.floor(low)), int(np.ceil(high)))
            weights = np.minimum(high, samples + 1) - np.maximum(low, samples)
        else:
            reach, weight = FILTERS[name]
            widening = max(factor, wide(1))
            centre = (place + wide(0.5)) * factor - wide(0.5)
            samples = np.arange(int(np.floor(centre - reach * widening)) - 1, int(np.ceil(centre + reach * widening)) + 2)
            weights = weight((samples - centre) / widening)
        np.add.at(rows[place], mirrored(samples, length), weights / weights.sum())
    return rows


def relative_error(arrays, settings):
    image, found = arrays["image"].astype(wide), arrays["found"]
    down, across = (matrix(*sizes, settings["filter"]) for sizes in zip(image.shape, found.shape))
    exact = down @ image @ across.T
    return float(np.linalg.norm(found - exact) / np.linalg.norm(exact))

"""Distribution functions, moments and tests."""

import numpy as np
from mpmath import mp, mpf
from scipy import stats

mp.dps = 60


def of(settings):
    return {"uniform": stats.uniform, "normal": stats.norm}[settings["name"]]


def distance(arrays, settings):
    x = np.sort(arrays["x"])
    below = of(settings).cdf(x)
    steps = np.arange(len(x) + 1) / len(x)
    return float(max(np.max(steps[1:] - below), np.max(below - steps[:-1])) * np.sqrt(len(x)))


def moment(arrays, settings):
    order, x = settings["order"], arrays["x"]
    expected, square = of(settings).moment(order), of(settings).moment(2 * order)
    return float(abs(np.mean(x**order) - expected) / np.sqrt((square - expected**2) / len(x)))


def chi_squared(arrays, settings):
    """Over cells of at least 10 expected counts, what lies beyond them in the outermost ones."""
    counts, law = arrays["counts"], stats.poisson(settings["mean"])
    values = np.arange(law.ppf(1e-12), law.ppf(1 - 1e-12) + 1)
    inner = values[len(counts) * law.pmf(values) >= 10]
    edges = np.concatenate([[-1], inner[:-1], [np.inf]])
    expected = len(counts) * np.diff(law.cdf(edges))
    found = np.histogram(counts, bins=np.concatenate([edges[:-1] + 0.5, [np.inf]]))[0]
    freedom = len(expected) - 1
    return float(abs(np.sum((found - expected) ** 2 / expected) - freedom) / np.sqrt(2 * freedom))


def reaches(count, mean, level):
    """Whether P(X <= count) >= level: the distribution function in 60 digits."""
    return count >= 0 and mp.gammainc(count + 1, mean, regularized=True) >= level


def wrong_quantiles(arrays, settings):
    mean = mpf(settings["mean"])
    pairs = [(mpf(level), int(count)) for level, count in zip(arrays["levels"].tolist(), arrays["quantiles"].tolist())]
    return sum(not reaches(count, mean, level) or reaches(count - 1, mean, level) for level, count in pairs)

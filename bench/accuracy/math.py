"""Elementary functions in 60 digits."""

import math

from mpmath import mp, mpf

mp.dps = 60

EXACT = {
    "sinTurns": lambda x: mp.sinpi(2 * x),
    "cosTurns": lambda x: mp.cospi(2 * x),
    "log2": lambda x: mp.log(x) / mp.log(2),
}


def ulps(found, exact):
    """The distance in units in the last place of the exact value."""
    if exact == 0:
        return 0.0 if found == 0 else math.inf
    return abs(float((mpf(found) - exact) / mpf(2) ** (max(mp.frexp(exact)[1], -1021) - 53)))


def worst(pairs):
    return max(ulps(float(found), exact) for found, exact in pairs)


def worst_ulp(arrays, settings):
    name = settings["name"]
    x, y = arrays["x"], arrays["y"]
    if name == "normalQuantile":
        # One Newton step from our value is exact to the square of its error.
        return worst((w, w - (mp.ncdf(mpf(w)) - mpf(u)) / mp.npdf(mpf(w))) for u, w in zip(x.tolist(), y.tolist()))
    exact = EXACT.get(name) or getattr(mp, name)
    return worst((found, exact(mpf(value))) for value, found in zip(x.tolist(), y.tolist()))


def worst_ulp_of_power(arrays, settings):
    return worst((z, mp.power(mpf(x), mpf(y))) for x, y, z in zip(*(arrays[name].tolist() for name in "xyz")))


def worst_ulp_of_angle(arrays, settings):
    return worst((z, mp.atan2(mpf(y), mpf(x))) for x, y, z in zip(*(arrays[name].tolist() for name in "xyz")))

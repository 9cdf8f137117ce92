"""The sRGB transfer function in 60 digits (IEC 61966-2-1)."""

from mpmath import mp, mpf

mp.dps = 60


def worst(arrays, exact):
    pairs = zip(arrays["x"].tolist(), arrays["y"].tolist())
    return max(float(abs(mpf(y) / exact(mpf(x)) - 1)) for x, y in pairs)


def encoding(arrays, settings):
    return worst(arrays, lambda x: mpf("1.055") * mp.power(x, 1 / mpf("2.4")) - mpf("0.055"))


def decoding(arrays, settings):
    return worst(arrays, lambda x: mp.power((x + mpf("0.055")) / mpf("1.055"), mpf("2.4")))

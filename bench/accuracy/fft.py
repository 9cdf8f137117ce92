"""The discrete Fourier transform as it is defined, in 80-bit arithmetic."""

import numpy as np

PI = np.longdouble("3.14159265358979323846264338327950288")


def roots_of_unity(length):
    """exp(-2 pi i m / length); angles are kept within a quarter turn, where cosine and sine lose least."""
    quarters, rest = np.divmod(4 * np.arange(length), length)
    angle = -PI / 2 * rest.astype(np.longdouble) / length
    turn = np.array([1, -1j, -1, 1j], dtype=np.clongdouble)
    return turn[quarters] * (np.cos(angle) + 1j * np.sin(angle))


def transform(x, centre=0):
    """Transforms the last axis."""
    length = x.shape[-1]
    roots = roots_of_unity(length)
    offsets = np.arange(length) - centre
    columns = [x @ roots[(offsets * k) % length] for k in offsets]
    return np.stack(columns, axis=-1)


def relative_error(found, exact):
    return float(np.linalg.norm(np.abs(found - exact)) / np.linalg.norm(np.abs(exact)))


def plain_error(arrays, settings):
    return relative_error(arrays["X"], transform(arrays["x"].astype(np.clongdouble)))


def centred_error(arrays, settings):
    exact = arrays["x"].astype(np.clongdouble)
    for _ in range(2):
        length = exact.shape[1]
        exact = (transform(exact, length // 2) / np.sqrt(np.longdouble(length))).T
    return relative_error(arrays["X"], exact)

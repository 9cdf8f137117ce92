"""The non-uniform Fourier sums as they are defined, in 80-bit arithmetic."""

import numpy as np

TWO_PI = np.longdouble("6.28318530717958647692528676655900577")


def waves(frequencies, length):
    """exp(-2 pi i k (n - floor(N / 2))), points x length."""
    turns = frequencies[:, None].astype(np.longdouble) * (np.arange(length) - length // 2)
    angle = -TWO_PI * (turns - np.round(turns))
    return np.cos(angle) + 1j * np.sin(angle)


def exact(arrays):
    image = arrays["image"].astype(np.clongdouble)
    down, across = (waves(axis, length) for axis, length in zip(arrays["points"].T, image.shape))
    scale = 1 / np.sqrt(np.longdouble(image.size))
    forward = ((down @ image) * across).sum(axis=1) * scale
    adjoint = (down.conj() * arrays["samples"][:, None]).T @ across.conj() * scale
    return forward, adjoint


def relative_error(found, reference):
    return float(np.linalg.norm(np.abs(found - reference)) / np.linalg.norm(np.abs(reference)))


def forward_error(arrays, settings):
    return relative_error(arrays["forward"], exact(arrays)[0])


def adjoint_error(arrays, settings):
    return relative_error(arrays["adjoint"], exact(arrays)[1])

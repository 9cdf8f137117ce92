"""scikit-image's Radon transforms. Their centre is pixel N // 2 and bin N // 2; ours lies half a pixel before."""

import numpy as np
from scipy.ndimage import fourier_shift
from skimage.transform import iradon, radon


def shifted(array, distance):
    """Moves a band-limited array by a part of a pixel."""
    return np.fft.ifftn(fourier_shift(np.fft.fftn(array), distance)).real


def degrees(size):
    return np.degrees(size["angles"])


def project(inputs, size):
    angles = degrees(size)

    def run():
        return radon(inputs["image"], angles, circle=True)

    def output():
        turns = np.radians(angles)
        offsets = 0.5 * (np.cos(turns) - np.sin(turns)) - 0.5
        return np.stack([shifted(view, offset) for view, offset in zip(run().T, offsets)])

    return run, output


def reconstruct(inputs, size):
    angles = degrees(size)
    integrals = np.ascontiguousarray(inputs["integrals"].T)

    def reconstructed(views):
        return iradon(views, angles, filter_name="ramp", interpolation="linear", circle=True)

    def output():
        centred = np.stack([shifted(view, 0.5) for view in inputs["integrals"]], axis=1)
        return shifted(reconstructed(centred), (-0.5, -0.5))

    return lambda: reconstructed(integrals), output

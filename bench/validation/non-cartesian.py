"""Non-uniform Fourier transforms of one image along one trajectory; complex results as re, im, flat."""

import finufft
import numpy as np
import sigpy
import torch
from mrpro.data import KTrajectory
from mrpro.operators import NonUniformFastFourierOp


def flat(values):
    return np.ascontiguousarray(values, dtype=np.complex128).ravel().view(np.float64)


def image_of(inputs):
    return np.ascontiguousarray(inputs["image"].astype(np.complex128))


def finufft_forward(inputs, settings):
    image = image_of(inputs)
    rows, columns = np.ascontiguousarray((2 * np.pi * inputs["points"]).T)
    return flat(finufft.nufft2d2(rows, columns, image / np.sqrt(image.size), eps=1e-13, isign=-1))


def mrpro_forward(inputs, settings):
    image = image_of(inputs)
    rows, columns = (torch.from_numpy(inputs["points"].T.copy()) * image.shape[0]).reshape(2, 1, 1, 1, 1, -1)
    trajectory = KTrajectory(torch.zeros(1, 1, 1, 1, 1), rows, columns)
    operator = NonUniformFastFourierOp((-2, -1), image.shape, image.shape, trajectory)
    return flat(operator(torch.from_numpy(image)[None, None, None])[0].numpy())


def sigpy_gridded(inputs, settings):
    """Adjoint of the forward transform with our density compensation, with a wider kernel than sigpy's own choice."""
    image = image_of(inputs)
    points = inputs["points"] * image.shape[0]
    samples = sigpy.nufft(image, points, oversamp=2, width=8)
    weights = inputs["areas"].ravel() * image.size
    return flat(sigpy.nufft_adjoint(samples * weights, points, image.shape, oversamp=2, width=8))

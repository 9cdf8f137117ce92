"""torchio's MRI artefacts, one thread: from a NumPy array to a NumPy array.

torchio divides k-space among movements along the last axis, so images go in transposed: 1 x readout x phase encoding.
"""

import numpy as np
import torch
import torchio

torch.set_num_threads(1)


def image_of(array):
    """Puts the origin of physical space, about which torchio turns, on the central sample."""
    tensor = torch.from_numpy(array.T.astype(np.float32))[None, None]
    affine = np.eye(4)
    affine[1:3, 3] = [-(length // 2) for length in array.T.shape]
    return torchio.ScalarImage(tensor=tensor, affine=affine)


def transformed(array, transform):
    return transform(image_of(array)).data[0, 0].numpy().T


def motion(inputs, size):
    down, across, angle = inputs["poses"]
    shots = size["shots"]
    # The pose at the centre rests; torchio expects the pose of the first lines in its place.
    order = np.arange(1, shots)
    order[shots // 2 - 1] = 0
    cosine, sine = np.cos(angle[order]), np.sin(angle[order])
    zero = np.zeros(shots - 1)
    # A resampler asks where each point came from: the inverse of the movement. Its second axis runs the other way.
    back = np.stack([zero, cosine * across[order] - sine * down[order], -(sine * across[order] + cosine * down[order])], axis=1)
    movement = torchio.Motion(
        degrees=np.stack([np.degrees(-angle[order]), zero, zero], axis=1),
        translation=back,
        times=np.arange(1, shots) / shots,
        image_interpolation="linear",
    )
    return lambda: transformed(inputs["image"], movement)


def spikes(inputs, size):
    line, sample, magnitude, _ = inputs["spikes"].T
    shape = inputs["image"].shape
    positions = np.stack([np.zeros_like(line), (sample + 0.5) / shape[1], (line + 0.5) / shape[0]], axis=1)
    # torchio takes the magnitude as a share of the largest; one for all spikes.
    intensity = float(magnitude[0] / np.abs(np.fft.fft2(inputs["image"])).max())
    spike = torchio.Spike(spikes_positions=positions, intensity=intensity)
    return lambda: transformed(inputs["image"], spike)


def ghosting(inputs, size):
    ghosts = torchio.Ghosting(num_ghosts=size["copies"], axis=2, intensity=0.5, restore=0.0)
    return lambda: transformed(inputs["image"], ghosts)

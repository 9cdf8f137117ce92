"""MONAI's MRI transforms, one thread: from a NumPy array to a NumPy array. MONAI masks along the last axis, so images go in transposed."""

import numpy as np
import torch
from monai.apps.reconstruction.transforms.array import RandomKspaceMask
from monai.data.fft_utils import fftn_centered
from monai.transforms import KSpaceSpikeNoise

torch.set_num_threads(1)


class Drawn:
    """Stands in for a random generator, so that the mask becomes the given one."""

    def __init__(self, acquired):
        self.acquired = acquired

    def uniform(self, size):
        return np.where(self.acquired, 0.0, 1.0)

    def randint(self, low, high):
        return low


def undersampling(inputs, size):
    mask = RandomKspaceMask(center_fractions=[size["acsFraction"]], accelerations=[size["acceleration"]])
    mask.R = Drawn(inputs["acquired"])

    def run():
        image = torch.from_numpy(inputs["image"].T.astype(np.float32))[None]
        k_space = fftn_centered(torch.stack([image, torch.zeros_like(image)], dim=-1), spatial_dims=2)
        return mask(k_space)[1].numpy().T

    return run


def spikes(inputs, size):
    places = [(int(sample), int(line)) for line, sample in inputs["spikes"][:, :2]]
    noise = KSpaceSpikeNoise(loc=places, k_intensity=np.log(inputs["spikes"][:, 3]).tolist())

    def run():
        image = torch.from_numpy(inputs["image"].T.astype(np.float32))[None]
        return noise(image)[0].numpy().T

    return run

"""Noise of an MR magnitude image in monai and torchio; results are flat."""

import numpy as np
import torch
import torchio
from monai.transforms import RandRicianNoise


def rician(inputs, settings):
    noise = RandRicianNoise(prob=1.0, mean=0.0, std=settings["sigma"], sample_std=False)
    noise.set_random_state(seed=7)
    return np.asarray(noise(inputs["image"][None].astype(np.float32))).ravel()


def gaussian(inputs, settings):
    torch.manual_seed(7)
    image = torchio.ScalarImage(tensor=torch.from_numpy(inputs["image"].astype(np.float32))[None, None])
    return torchio.Noise(mean=0.0, std=settings["sigma"], seed=7)(image).data.numpy().ravel()

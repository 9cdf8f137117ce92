"""torchio's Spike. torchio takes the readout as the first axis of the plane, so images go in transposed."""

import numpy as np
import torch
import torchio


def spikes(inputs, settings):
    """The image with a real number added at each place of the spectrum, of that share of its largest magnitude; rows x columns, flat."""
    image = inputs["image"].T.astype(np.float32)
    line, sample = inputs["places"].T
    shape = inputs["image"].shape
    positions = np.stack([np.zeros(len(line)), (sample + 0.5) / shape[1], (line + 0.5) / shape[0]], axis=1)
    spike = torchio.Spike(spikes_positions=positions, intensity=settings["intensity"])
    result = spike(torchio.ScalarImage(tensor=torch.from_numpy(image)[None, None], affine=np.eye(4)))
    return result.data[0, 0].numpy().T.ravel()

"""torchio's motion, given its poses; the result is flat."""

import sys
from pathlib import Path

import numpy as np
import torch
import torchio

sys.path.append(str(Path(__file__).parent.parent / "peers"))
import torchio_transforms


def motion(inputs, settings):
    return np.asarray(torchio_transforms.motion(inputs, settings)(), dtype=float).ravel()


def turned(inputs, settings):
    """Rotations alone, with the first pixel at that place of physical space on both axes."""
    affine = np.eye(4)
    affine[:2, 3] = settings["origin"]
    angles = np.array(settings["degrees"])[1:]
    count = len(angles)
    degrees = np.stack([np.zeros(count), np.zeros(count), angles], axis=1)
    movement = torchio.Motion(
        degrees=degrees,
        translation=np.zeros((count, 3)),
        times=np.arange(1, count + 1) / (count + 1),
        image_interpolation="linear",
    )
    image = torchio.ScalarImage(tensor=torch.from_numpy(inputs["image"].astype(np.float32))[None, :, :, None], affine=affine)
    return movement(image).data[0, :, :, 0].numpy().astype(float).ravel()

"""torchio's motion, given its poses; the result is flat."""

import sys
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parent.parent / "peers"))
import torchio_transforms


def motion(inputs, settings):
    return np.asarray(torchio_transforms.motion(inputs, settings)(), dtype=float).ravel()

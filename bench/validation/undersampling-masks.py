"""fastMRI's masks, given their draw; 1 for each line that is acquired."""

import numpy as np
from fastmri.data.subsample import EquiSpacedMaskFunc, MagicMaskFunc, RandomMaskFunc


class Drawn:
    """Stands in for the random generator."""

    def __init__(self, values):
        self.values = values

    def uniform(self, size):
        return self.values.reshape(size)


def mask_of(function, settings, drawn=None):
    masks = function(center_fractions=[settings["acs"] / settings["lines"]], accelerations=[settings["acceleration"]])
    masks.rng = drawn
    lines, acs = settings["lines"], settings["acs"]
    accelerated = masks.calculate_acceleration_mask(lines, settings["acceleration"], settings.get("offset"), acs)
    return np.maximum(masks.calculate_center_mask([1, lines, 1], acs), accelerated).astype(float).ravel()


def equispaced(inputs, settings):
    return mask_of(EquiSpacedMaskFunc, settings)


def magic(inputs, settings):
    return mask_of(MagicMaskFunc, settings)


def random(inputs, settings):
    return mask_of(RandomMaskFunc, settings, Drawn(inputs["uniforms"]))

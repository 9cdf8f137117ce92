"""Low dose in NumPy: the noise insertion of Yu et al. (2012), and a scan with Poisson counts; line integrals, flat."""

import numpy as np


def yu(inputs, settings):
    """Normal noise of variance (1 - a) / (a N0) on the line integrals, N0 = I0 exp(-p)."""
    integrals, dose = inputs["integrals"], settings["dose"]
    variance = (1 - dose) / dose * np.exp(integrals) / settings["photons"]
    return (integrals + np.sqrt(variance) * np.random.default_rng(7).standard_normal(integrals.shape)).ravel()


def scan(inputs, settings):
    """A scan at that dose of an object with these line integrals."""
    emitted = settings["dose"] * settings["photons"]
    counts = np.random.default_rng(7).poisson(emitted * np.exp(-inputs["integrals"]))
    return -np.log(np.maximum(counts, 1) / emitted).ravel()

"""Parallel-beam projection and filtered back-projection in ASTRA and scikit-image, as the benchmark calls them; results are flat."""

import sys
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parent.parent / "peers"))
import astra_tomography
import skimage_tomography


def result(work):
    run, output = work if isinstance(work, tuple) and len(work) == 2 else (work, work)
    return np.asarray(output()).ravel()


def astra_project(inputs, settings):
    return result(astra_tomography.project(inputs, settings))


def astra_reconstruct(inputs, settings):
    return result(astra_tomography.reconstruct(inputs, settings))


def skimage_project(inputs, settings):
    return result(skimage_tomography.project(inputs, settings))


def skimage_reconstruct(inputs, settings):
    return result(skimage_tomography.reconstruct(inputs, settings))

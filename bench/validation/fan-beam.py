"""Fan-beam projection in ASTRA; the result is flat."""

import sys
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parent.parent / "peers"))
import astra_tomography


def project(inputs, settings):
    return np.asarray(astra_tomography.project(inputs, settings)()).ravel()

"""ASTRA toolbox on the CPU, one thread. Objects are made before; what is timed runs an algorithm and reads its result."""

import astra
import numpy as np


def scan(geometry, angles):
    """The volume, the rays and the projector of a geometry as bench/harness/ct.ts describes it."""
    volume = astra.create_vol_geom(geometry["rows"], geometry["columns"])
    rays = (geometry["binSize"], geometry["binCount"], np.array(angles))
    fan = geometry.get("fan")
    if fan is None:
        rays = astra.create_proj_geom("parallel", *rays)
        return volume, rays, astra.create_projector("linear", rays, volume)
    to_axis, to_detector = fan["sourceToAxis"], fan["sourceToDetector"]
    rays = astra.create_proj_geom("fanflat", *rays, to_axis, to_detector - to_axis)
    return volume, rays, astra.create_projector("line_fanflat", rays, volume)


def algorithm(name, projector, **settings):
    configuration = astra.astra_dict(name)
    configuration["ProjectorId"] = projector
    configuration.update(settings)
    return astra.algorithm.create(configuration)


def project(inputs, size):
    volume, rays, projector = scan(size["geometry"], size["angles"])
    image = astra.data2d.create("-vol", volume, inputs["image"].astype(np.float32))
    sinogram = astra.data2d.create("-sino", rays)
    work = algorithm("FP", projector, VolumeDataId=image, ProjectionDataId=sinogram)

    def run():
        astra.algorithm.run(work)
        return astra.data2d.get(sinogram)

    return run


def reconstruct(inputs, size):
    if "fan" not in size["geometry"]:
        return reconstruction("FBP", inputs["integrals"], size["geometry"], size["angles"], FilterType="Ram-Lak")
    parallel = {**size["geometry"], "fan": None, "binSize": 1.0}
    turns = np.arange(len(size["angles"])) * np.pi / len(size["angles"])
    return (
        reconstruction("BP", inputs["integrals"], size["geometry"], size["angles"]),
        reconstruction("FBP", inputs["parallel"], parallel, turns, FilterType="Ram-Lak"),
    )


def reconstruction(name, integrals, geometry, angles, **settings):
    volume, rays, projector = scan(geometry, angles)
    sinogram = astra.data2d.create("-sino", rays, integrals.astype(np.float32))
    image = astra.data2d.create("-vol", volume)
    work = algorithm(name, projector, ProjectionDataId=sinogram, ReconstructionDataId=image, **settings)

    def run():
        astra.algorithm.run(work)
        return astra.data2d.get(image)

    return run

"""torch.fft's time for pairs of 2-D transforms (forward and inverse, complex64), with the data on the GPU.

Takes the shapes (batch, rows, columns) as JSON. "centred" shifts zero frequency to the middle before and after, as fastMRI's fft2c does
and as ours do; "plain" leaves it at the corner.
"""

import json
import statistics
import sys
import time

import torch

PAIRS = 20
TURNS = 7


def centred(transform, data):
    shifted = torch.fft.ifftshift(data, dim=(-2, -1))
    return torch.fft.fftshift(transform(shifted, norm="ortho"), dim=(-2, -1))


def plain(transform, data):
    return transform(data, norm="ortho")


def pair_time(run, data):
    def pairs(count):
        torch.cuda.synchronize()
        begin = time.perf_counter()
        current = data
        for _ in range(count):
            current = run(torch.fft.ifft2, run(torch.fft.fft2, current))
        torch.cuda.synchronize()
        return (time.perf_counter() - begin) / count

    pairs(3)
    return statistics.median(pairs(PAIRS) for _ in range(TURNS))


if not torch.cuda.is_available():
    sys.exit(1)
print(f"torch {torch.__version__} on {torch.cuda.get_device_name(0)}")
for batch, rows, columns in json.loads(sys.argv[1]):
    data = torch.randn(batch, rows, columns, dtype=torch.complex64, device="cuda")
    times = "  ".join(f"{run.__name__} pair {1e3 * pair_time(run, data):.3f} ms" for run in (plain, centred))
    print(f"{batch} x ({rows}x{columns})  torch.fft  {times}")

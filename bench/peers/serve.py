"""The peers' side of a measurement: one long-lived process that loads a peer's function and runs it on request.

Mirror of bench/harness/serve.ts. One JSON object a line, in on stdin and out on stdout:
  {do: load, file, function, folder, size}   calls function(inputs, size), which returns run, or a pair (run, output)
  {do: run, least}                           runs it again and again for at least so many seconds -> {seconds, cpu}
  {do: save, file}                           writes output(), or the last run's result, as .npy
  {do: call, file, function, folder, size}   -> {value: function(inputs, size)}
  {do: versions, names}                      -> {name: installed version}
`file` is relative to bench/; `inputs` maps names to the folder's arrays.
"""

import importlib.metadata
import importlib.util
import json
import os
import sys
import time
import traceback
from pathlib import Path

import numpy as np

BENCH = Path(__file__).parent.parent
modules = {}
loaded = {}


def function_of(request):
    file = request["file"]
    if file not in modules:
        spec = importlib.util.spec_from_file_location(Path(file).stem, BENCH / file)
        modules[file] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(modules[file])
    return getattr(modules[file], request["function"])


def inputs_of(request):
    return {path.stem: np.load(path) for path in sorted(Path(request["folder"]).glob("*.npy"))}


def load(request):
    work = function_of(request)(inputs_of(request), request["size"])
    loaded["run"], loaded["output"] = work if isinstance(work, tuple) else (work, None)
    return {}


def run(request):
    seconds = []
    cpu = time.process_time()
    start = last = time.perf_counter()
    while not seconds or last - start < request["least"]:
        loaded["result"] = loaded["run"]()
        now = time.perf_counter()
        seconds.append(now - last)
        last = now
    return {"seconds": seconds, "cpu": time.process_time() - cpu}


def save(request):
    result = loaded["output"]() if loaded["output"] else loaded["result"]
    np.save(request["file"], np.ascontiguousarray(result))
    return {}


def call(request):
    value = function_of(request)(inputs_of(request), request["size"])
    return {"value": value.tolist() if hasattr(value, "tolist") else value}


def versions(request):
    return {name: importlib.metadata.version(name) for name in request["names"]}


answers = {"load": load, "run": run, "save": save, "call": call, "versions": versions}

# Libraries print where the answers should go: from here on they print to stderr.
out = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)
for line in sys.stdin:
    request = json.loads(line)
    try:
        reply = answers[request["do"]](request)
    except Exception:
        reply = {"error": traceback.format_exc()}
    print(json.dumps(reply), file=out)

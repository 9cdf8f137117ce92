"""VLMEvalKit's MedQ-Bench loaders, as published on PyPI.

The package's own __init__ files import every model and dataset that it knows. Here they are replaced by empty packages on the same folders, and
what would reach the network (a hub, a judge) by stand-ins: the loaders' own code and all that it uses to read tables and pictures is theirs.
"""

import importlib
import importlib.util
import sys
import types


def _package(name: str, **members: object) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    return module


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("the loader wants the network: data_path should have given it a local file")


class Judge:
    """Finds every description perfect, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def generate(self, prompt: str) -> str:
        self.asked.append(prompt)
        return "Score: 2"


JUDGE = Judge()

_folder = importlib.util.find_spec("vlmeval").submodule_search_locations[0]
_package("vlmeval", __path__=[_folder])
_package("vlmeval.dataset", __path__=[f"{_folder}/dataset"])
_package("vlmeval.dataset.utils", __path__=[f"{_folder}/dataset/utils"], DEBUG_MESSAGE="", build_judge=lambda **_: JUDGE)
_package("requests", post=_refuse, get=_refuse)
_package("huggingface_hub", snapshot_download=_refuse)
_package("huggingface_hub.utils")
_package("huggingface_hub.utils._cache_manager", _scan_cached_repo=_refuse)

QUESTIONS = importlib.import_module("vlmeval.dataset.medqbench_mcq").MedqbenchMCQDataset
DESCRIPTIONS = importlib.import_module("vlmeval.dataset.medqbench_caption").MedqbenchCaptionDataset
PAIRS = importlib.import_module("vlmeval.dataset.medqbench_paired_description").MedqbenchPairedDescriptionDataset
dump = importlib.import_module("vlmeval.smp").dump

# (task, loader, the loader's name for it, our file)
TABLES = [
    ("perception", QUESTIONS, "MedqbenchMCQ", "medqbench_QA"),
    ("description", DESCRIPTIONS, "MedqbenchCaption", "medqbench_description"),
    ("comparison", PAIRS, "MedqbenchPairedDescription", "medqbench_paired_description"),
]

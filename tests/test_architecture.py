"""The rooms keep their import direction, modules stay pure, and optional packages stay optional."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from tests_helpers import small_coders

import skmedcode
from skmedcode.utils.estimator_checks import quick, toy_notes

ROOT = Path(skmedcode.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))

# What a room may import from the package besides itself.
ALLOWED = {
    "utils": set(),
    "layers": {"utils"},
    "losses": set(),
    "encoders": {"layers", "utils"},
    "decoders": {"layers", "utils"},
    "module": {"layers"},
    "facts": {"layers"},
    "metrics": {"code_systems", "utils"},
    "model_selection": {"metrics", "utils"},
    "text": {"utils"},
    "code_systems": {"utils"},
    "datasets": {"code_systems", "utils"},
    "inspection": {"code_systems", "metrics", "utils"},
    "training": {"losses", "metrics", "utils"},
    "learning": {"facts", "text", "training", "utils"},
    "segment_module": set(),
    "base": {"inspection", "learning", "text", "training", "utils"},
    "coders": {
        "base",
        "code_systems",
        "decoders",
        "encoders",
        "layers",
        "losses",
        "module",
        "segment_module",
        "text",
        "training",
        "utils",
    },
    "persistence": {"base", "code_systems", "facts", "text", "training", "utils"},
    "ensemble": {"base", "coders", "metrics", "persistence", "text", "utils"},
    "ranking": {"code_systems", "ensemble", "persistence", "text", "utils"},
    "cli": {"code_systems", "coders", "datasets", "metrics", "persistence", "utils"},
    "__main__": {"cli"},
    "__init__": {"base", "coders", "ensemble", "persistence", "ranking", "text"},
}
CORE = {"torch", "skorch", "sklearn", "numpy", "scipy", "joblib", "iterstrat", "safetensors"}
PURE = ("layers", "encoders", "decoders", "losses", "module", "segment_module")


def room_of(path):
    relative = path.relative_to(ROOT)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports(path, top_level=False):
    """Full names of the modules that a file imports."""
    tree = ast.parse(path.read_text())
    nodes = tree.body if top_level else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            if node.module == "skmedcode":
                yield from (f"skmedcode.{alias.name}" for alias in node.names)


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_imports_follow_the_rooms(path):
    room = room_of(path)
    for module in imports(path, top_level=True):
        if module.startswith("skmedcode."):
            target = module.split(".")[1]
            assert target == room or target in ALLOWED[room], f"{name(path)} imports {module}"


def test_the_rooms_have_no_cycle():
    done = set()
    while len(done) < len(ALLOWED):
        ready = {room for room in ALLOWED if room not in done and ALLOWED[room] <= done}
        assert ready, f"a cycle among {set(ALLOWED) - done}"
        done |= ready


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_training_imports_skorch(path):
    if room_of(path) != "training":
        assert not [module for module in imports(path) if module.split(".")[0] == "skorch"]


@pytest.mark.parametrize("path", [p for p in FILES if room_of(p) in PURE], ids=name)
def test_modules_import_torch_alone(path):
    outside = {module.split(".")[0] for module in imports(path)} - {"skmedcode"}
    assert outside <= {"copy", "inspect", "math", "torch"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_optional_packages_are_imported_where_they_are_used(path):
    outside = {module.split(".")[0] for module in imports(path, top_level=True)}
    assert outside <= CORE | {"skmedcode"} | set(sys.stdlib_module_names)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_assert_no_print_no_cuda_call(path):
    for node in ast.walk(ast.parse(path.read_text())):
        assert not isinstance(node, ast.Assert), f"line {node.lineno}: raise an error instead"
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            assert called != "cuda", f"line {node.lineno}: use to(device)"
            assert called != "print" or room_of(path) == "cli", f"line {node.lineno}: print"


def test_importing_the_package_is_quiet_and_needs_no_extra():
    code = (
        "import sys, skmedcode; "
        "extras = {'pandas', 'matplotlib', 'transformers', 'gensim', 'simple_icd_10_cm'}; "
        "extras |= {'lightgbm', 'skops'}; "
        "print(sorted(extras & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    # skorch and scikit-learn may look for pandas themselves; none of the others may appear.
    assert run.stdout.strip() in ("[]", "['pandas']")
    assert run.stderr == ""


@pytest.mark.parametrize("coder", small_coders(), ids=lambda coder: type(coder).__name__)
def test_networks_run_on_the_meta_device(coder):
    """What mixes in a tensor of another device fails here, as it would on CUDA."""
    notes, Y = toy_notes()
    quick(coder).fit(notes, Y)
    module = quick(coder).fit(notes, Y).net_.module_.to("meta").train()
    ids = torch.zeros(4, 11, dtype=torch.int32, device="meta")
    mask = torch.ones(4, 11, dtype=torch.bool, device="meta")
    outputs = module(ids, mask)
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    sum(output.sum() for output in outputs).backward()
    assert outputs[0].shape == (4, 3)
    assert all(p.grad.device.type == "meta" for p in module.parameters() if p.requires_grad)


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize("coder", small_coders(), ids=lambda coder: type(coder).__name__)
def test_cuda_agrees_with_the_cpu(coder):
    notes, Y = toy_notes()
    fitted = quick(coder, device="cuda").fit(notes, Y)
    on_cuda = fitted.predict_proba(notes)
    fitted.net_.module_.to("cpu")
    fitted.net_.set_params(device="cpu")
    torch.testing.assert_close(
        torch.tensor(fitted.predict_proba(notes)), torch.tensor(on_cuda), rtol=0, atol=1e-4
    )
    assert fitted.explain(notes[:2], codes=fitted.classes_[:1])

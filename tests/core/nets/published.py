"""What is known of published networks: tables of names and shapes, and numbers that their own code gave.

The numbers are of weights made by a recipe, shared/fixtures/fill.py; a fixture of a large network has the shapes alone.
"""

import importlib.util
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

# Against the float64 of a fixture: what the order of the sums costs (measured 4e-15), and far below any other formula.
EXACT = 1e-12
# Where a fixture has float32 alone: its noise is below 5e-6 of the greatest output.
ROUGH = 1e-5


def table(shared: Path, name: str) -> dict[str, Any]:
    return json.loads(_there(shared / "reference" / "statedicts" / f"{name}.json").read_text())


def fixture(shared: Path, name: str) -> dict[str, Any]:
    return torch.load(_there(shared / "fixtures" / f"{name}.pt"), weights_only=True)


def recipe(shared: Path, shapes: Mapping[str, Sequence[int]]) -> dict[str, Tensor]:
    """The weights that the recipe gives to these names and shapes."""
    spec = importlib.util.spec_from_file_location("fill", _there(shared / "fixtures" / "fill.py"))
    assert spec is not None and spec.loader is not None
    fill = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fill)
    return {name: torch.from_numpy(value) for name, value in fill.recipe_state(shapes).items()}


def _there(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return path


def with_recipe(shared: Path, build: Callable[[], nn.Module], shapes: Mapping[str, Sequence[int]]) -> nn.Module:
    """The network, for use, with the recipe's weights; names and shapes must be these exactly."""
    net = build()
    net.load_state_dict(recipe(shared, shapes))
    return net.eval()


def check_table(shared: Path, name: str, build: Callable[[], nn.Module], leave_out: Sequence[str] = ()) -> None:
    """The network has the table's names, shapes and number of parameters, and runs with the recipe's weights."""
    told = table(shared, name)
    with torch.device("meta"):
        net = build()
    keys = {key: shape for key, shape in told["keys"].items() if key.rpartition(".")[2] not in leave_out}
    assert {key: list(value.shape) for key, value in net.state_dict().items()} == keys
    assert sum(p.numel() for p in net.parameters() if p.requires_grad) == told["trainable"]
    if not leave_out:
        assert sum(p.numel() for p in net.parameters()) == told["params"]


def check_fixture(shared: Path, name: str, build: Callable[[dict[str, Any]], nn.Module],
                  run: Callable[[nn.Module, Tensor], Any] = lambda net, x: net(x)) -> None:
    """The network gives the numbers of a fixture, to the last digits of float64 where it has them."""
    known = fixture(shared, name)
    net = build(dict(known["config"])).eval()
    net.load_state_dict(known["state_dict"] or recipe(shared, known["shapes"]))
    exact = known["output_fp64"] is not None
    want = known["output_fp64"] if exact else known["output"]
    with torch.inference_mode():
        got = run(net.double(), known["input"].double())
        rough = run(net.float(), known["input"])
    outputs = (x if isinstance(x, tuple | list) else [x] for x in (got, rough, want))
    for mine, near, theirs in zip(*outputs, strict=True):
        size = theirs.abs().max().item()
        assert mine.shape == near.shape
        assert (mine.reshape(theirs.shape) - theirs).abs().max() <= (EXACT if exact else ROUGH) * size
        assert (near.reshape(theirs.shape) - theirs).abs().max() <= ROUGH * size


def check_batch(net: nn.Module, x: Tensor) -> None:
    """In use no sample of a batch changes another one; the tolerance is float32's for sums in another order."""
    with torch.inference_mode():
        together = net.eval()(x)
        for i in range(len(x)):
            torch.testing.assert_close(together[i:i + 1], net(x[i:i + 1]), atol=1e-5, rtol=1e-5)


def check_gradients(net: nn.Module, x: Tensor, frozen: Sequence[str] = ()) -> None:
    """In training the input and every parameter but the frozen ones are told how to change."""
    x = x.clone().requires_grad_()
    out = net.train()(x)
    (out * torch.randn_like(out)).sum().backward()
    assert x.grad is not None and x.grad.isfinite().all() and x.grad.abs().max() > 0
    idle = [name for name, p in net.named_parameters()
            if not name.endswith(tuple(frozen) or ("\0",)) and (p.grad is None or not p.grad.abs().max() > 0)]
    assert not idle


def check_dropout(net: nn.Module, x: Tensor) -> None:
    """In training chance plays a part, in use it does not."""
    with torch.no_grad():
        assert not torch.equal(net.train()(x), net(x))
        assert torch.equal(net.eval()(x), net(x))

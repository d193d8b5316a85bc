"""The training loop: config → data → step → log → validate → checkpoint, one method after another the same way.

`train` is what `parallax train METHOD` and a run's own process call. A run lives in a folder:
request.json (what was asked), status.json (replaced as a whole: state, step, steps, rate, eta_s), log.jsonl (one line a
report), checkpoints/last.pt (to go on) and weights.pt (the average to use), and `stop`: create that file and the run
saves and ends. Starting again in the same folder goes on from the last checkpoint.
"""

import dataclasses
import json
import math
import os
import time
import tomllib
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, get_args, get_origin, get_type_hints

from core.errors import ParallaxError
from core.progress import Cancelled, Progress, Step, silent

# Method name → module and class; the module also has `Config`. Imported when asked for: each brings torch.
METHODS = {"supervised": ("training.methods.supervised", "Supervised")}
LOG_EVERY = 25


class Settings(Protocol):
    """What the loop itself reads of a method's config; the rest is the method's."""

    net: str
    net_config: dict[str, Any]
    steps: int
    decay_share: float
    warm_up: int
    lr: float
    weight_decay: float
    ema: float
    clip_norm: float
    precision: str
    threads: int
    seed: int
    validate_every: int
    save_every: int


def config_of(method: str, path: Path | None = None, overrides: Sequence[str] = ()) -> Any:
    """The method's config: its defaults, then the TOML file at `path`, then `key=value` (a value as TOML writes it).

    Raises ParallaxError for an unknown method or key, or a value of the wrong type.
    """
    if method not in METHODS:
        raise ParallaxError(method, "there is no such training method.", f"There are: {', '.join(METHODS)}.")
    cls = import_module(METHODS[method][0]).Config
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values |= tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise ParallaxError(path, f"it is no TOML file of settings ({fault}).", "Correct the file.") from None
    for text in overrides:
        key, mark, value = text.partition("=")
        if not mark:
            raise ParallaxError(text, "a setting reads key=value.", "Write for example lr=0.0005.")
        try:
            values[key.strip()] = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            values[key.strip()] = value  # a word without quotes is itself
    return build_config(cls, values)


def build_config(cls: type[Any], values: Mapping[str, Any]) -> Any:
    """An instance of a config dataclass, every key and type checked."""
    hints = get_type_hints(cls)
    fields = {field.name for field in dataclasses.fields(cls)}
    for key in values:
        if key not in fields:
            raise ParallaxError(key, "there is no such setting.", f"There are: {', '.join(sorted(fields))}.")
    return cls(**{key: _typed(key, value, hints[key]) for key, value in values.items()})


def _typed(key: str, value: Any, hint: Any) -> Any:
    base = get_origin(hint) or hint
    if base is float and type(value) is int:
        return float(value)
    if base is tuple and isinstance(value, (list, tuple)):
        kinds = get_args(hint)
        kinds = kinds[:1] * len(value) if kinds[-1:] == (Ellipsis,) else kinds
        if len(kinds) == len(value):
            return tuple(_typed(key, item, kind) for item, kind in zip(value, kinds, strict=True))
    elif isinstance(value, base) and (base is bool or not isinstance(value, bool)):
        return value
    raise ParallaxError(key, f"{value!r} is no {getattr(hint, '__name__', hint)}.", "Give a value of that kind.")


def rate_at(step: int, c: Settings) -> float:
    """Factor on the learning rate: up over `warm_up` steps, constant, down in a line over the last `decay_share`.

    Not a cosine: a run can be stopped while constant and ended later by going on with other `steps`.
    """
    decay = max(1, round(c.steps * c.decay_share))
    return min(1.0, (step + 1) / max(1, c.warm_up), (c.steps - step) / decay)


def train(method: str, config: Path | None, overrides: Sequence[str], folder: Path,
          progress: Progress = silent) -> dict[str, Any]:
    """Train in `folder` (made if need be) and return the last validation figures.

    Writes folder/weights.pt: the averaged weights, float32, a plain state dict. `progress` reports steps, and stops the
    run by raising Cancelled; so does a file folder/stop. Both save a checkpoint first.
    """
    c = config_of(method, config, overrides)
    folder = Path(folder)
    (folder / "checkpoints").mkdir(parents=True, exist_ok=True)
    (folder / "stop").unlink(missing_ok=True)
    _replace(folder / "request.json", {"job": "train", "method": method, "config": dataclasses.asdict(c)})
    try:
        state, figures = _loop(method, c, folder, progress)
    except BaseException as fault:
        _replace(folder / "status.json", {"state": "failed", "message": f"{type(fault).__name__}: {fault}"})
        raise
    if state == "cancelled":
        raise Cancelled
    return figures


def _loop(method: str, c: Any, folder: Path, progress: Progress) -> tuple[str, dict[str, Any]]:
    import torch
    from lightning.fabric import Fabric, seed_everything

    from training import checkpoint

    torch.set_num_threads(c.threads)
    seed_everything(c.seed, verbose=False)
    fabric = Fabric(accelerator="auto" if torch.cuda.is_available() else "cpu", devices=1, precision=c.precision)
    data = getattr(import_module(METHODS[method][0]), METHODS[method][1])(c)
    net = import_module(f"core.nets.{c.net}").build(c.net_config)
    average = checkpoint.Average(net, c.ema)
    optimizer = torch.optim.AdamW(_decay_matrices(net, c.weight_decay), lr=c.lr, betas=(0.9, 0.98))
    start = _resume(folder, net, average, optimizer)
    net, optimizer = fabric.setup(net, optimizer)

    def save(step: int) -> None:
        checkpoint.save(folder / "checkpoints" / "last.pt",
                        {"step": step, "net": net.module.state_dict(), "average": average.weights,
                         "optimizer": optimizer.optimizer.state_dict(), "seed": c.seed})
        checkpoint.save(folder / "weights.pt", average.weights)

    state, figures, began, sums, reports = "done", {}, time.monotonic(), {}, 0
    step = start
    for step in range(start, c.steps):
        for group in optimizer.param_groups:
            group["lr"] = c.lr * rate_at(step, c)
        net.train()
        loss, report = data.step(net, step)
        optimizer.zero_grad()
        fabric.backward(loss)
        fabric.clip_gradients(net, optimizer, max_norm=c.clip_norm)
        optimizer.step()
        average.update(net.module, step)
        done = step + 1
        for key, value in {"loss": loss.item(), **report}.items():
            sums[key] = sums.get(key, 0.0) + value
        reports += 1
        if done % LOG_EVERY == 0 or done == c.steps:
            means = {key: value / reports for key, value in sums.items()}
            if not math.isfinite(means["loss"]):
                raise ParallaxError(folder, f"the loss is {means['loss']} at step {done}.",
                                    "Lower the learning rate (lr) and start again.")
            rate = (done - start) / (time.monotonic() - began)
            _append(folder / "log.jsonl", {"step": done, "time": time.time(), "lr": c.lr * rate_at(step, c), **means})
            _replace(folder / "status.json", {"state": "running", "pid": os.getpid(), "step": done, "steps": c.steps,
                                              "steps_per_s": rate, "eta_s": (c.steps - done) / rate})
            sums, reports = {}, 0
        if done % c.validate_every == 0 or done == c.steps:
            figures = _validate(data, net.module, average, fabric)
            _append(folder / "log.jsonl", {"step": done, "time": time.time(), **figures})
        if (folder / "stop").exists():
            state = "stopped"
        try:
            progress(Step("train", done, c.steps, method))
        except Cancelled:
            state = "cancelled"
        if done % c.save_every == 0 or done == c.steps or state != "done":
            save(done)
        if state != "done":
            break
    _replace(folder / "status.json", {"state": state, "step": min(step + 1, c.steps), "steps": c.steps, **figures})
    return state, figures


def _decay_matrices(net: Any, weight_decay: float) -> list[dict[str, Any]]:
    """Weight decay for matrices alone: gains, biases and embeddings of one row have no redundancy to shrink."""
    matrices = [p for p in net.parameters() if p.ndim == 2]
    return [{"params": matrices, "weight_decay": weight_decay},
            {"params": [p for p in net.parameters() if p.ndim != 2], "weight_decay": 0.0}]


def _resume(folder: Path, net: Any, average: Any, optimizer: Any) -> int:
    """Load the last checkpoint of the folder, if there is one; returns the step to go on from."""
    from training import checkpoint

    path = folder / "checkpoints" / "last.pt"
    if not path.exists():
        return 0
    content = checkpoint.load(path)
    try:
        net.load_state_dict(content["net"])
        average.weights = content["average"]
        optimizer.load_state_dict(content["optimizer"])
        return int(content["step"])
    except (KeyError, RuntimeError, ValueError, TypeError):
        raise ParallaxError(path, "it belongs to another network or method.",
                            "Choose another folder, or the settings that the run was started with.") from None


def _validate(data: Any, net: Any, average: Any, fabric: Any) -> dict[str, float]:
    """The method's figures for the averaged weights."""
    own = {name: value.clone() for name, value in net.state_dict().items()}
    net.load_state_dict(average.weights)
    net.eval()
    with fabric.autocast():
        figures = data.validate(net)
    net.load_state_dict(own)
    return figures


def _append(path: Path, row: Mapping[str, Any]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def _replace(path: Path, content: Mapping[str, Any]) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(content, indent=1, default=str), encoding="utf-8")
    os.replace(part, path)


def main() -> None:
    """`python -m training.run METHOD FOLDER [key=value ...]`: train without the program's command line."""
    import sys

    if len(sys.argv) < 3:
        raise SystemExit("usage: python -m training.run METHOD FOLDER [key=value ...]")
    print(json.dumps(train(sys.argv[1], None, sys.argv[3:], Path(sys.argv[2]))))


if __name__ == "__main__":
    main()

"""The training loop: config → data → step → log → validate → checkpoint, the same for every method.

`train` is what `parallax train METHOD` and a run's own process call. A run lives in a folder as core/runs.py describes
it, with checkpoints/last.pt (to go on from), weights.pt (the averaged weights, to use) and config.json (all settings of
the method). The file `stop` makes it save and end. Starting again in the same folder goes on from the last checkpoint.
"""

import dataclasses
import math
import sys
import time
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from core import records
from core.errors import ParallaxError
from core.files import write_text
from core.progress import Cancelled, Progress, Step, silent
from core.runs import Request, Run, Status

# Method name → module and class; the module also has `Config`. Imported when asked for: each brings torch.
METHODS = {"supervised": ("training.methods.supervised", "Supervised"),
           "uplift": ("training.methods.uplift", "Uplift")}
LOG_EVERY = 25


class Settings(Protocol):
    """What the loop itself reads of a method's config; the rest is the method's."""

    net: str                    # module in core/nets
    net_config: Mapping[str, Any]
    start_from: str             # weights that a new run begins with, '' for none
    steps: int
    decay_share: float
    decay_rate: float
    decay_every: int
    warm_up: int
    lr: float
    weight_decay: float
    beta2: float
    ema: float
    clip_norm: float
    precision: str              # as Lightning Fabric names it
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
    kind = import_module(METHODS[method][0]).Config
    try:
        return records.build(kind, values)
    except ValueError as fault:
        known = ", ".join(field.name for field in dataclasses.fields(kind))
        raise ParallaxError(path or method, f"a setting does not fit ({fault}).", f"Settings are: {known}.") from None


def rate_at(step: int, c: Settings) -> float:
    """Factor on the learning rate: up over `warm_up` steps, constant, down in a line over the last `decay_share`; and
    times `decay_rate` every `decay_every` steps, 0 for never.

    Not a cosine: a run can be stopped while constant and ended later by going on with other `steps`.
    """
    decay = max(1, round(c.steps * c.decay_share))
    stairs = c.decay_rate ** (step // c.decay_every) if c.decay_every else 1.0
    return stairs * min(1.0, (step + 1) / max(1, c.warm_up), (c.steps - step) / decay)


def train(method: str, config: Path | None, overrides: Sequence[str], folder: Path,
          progress: Progress = silent) -> dict[str, float]:
    """Train in `folder` (made if need be) and return the last validation figures.

    `progress` reports steps, and stops the run by raising Cancelled, which is raised again once all is saved; so does
    the file folder/stop, without raising. Raises ParallaxError for settings or data that do not fit, or when the loss
    is no longer a number.
    """
    c = config_of(method, config, overrides)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "request.json").exists():
        request = Request("train", f"Training: {method}", {"method": method, "set": list(overrides)}, time.time())
        write_text(folder / "request.json", records.dumps(request), durable=True)
    write_text(folder / "config.json", records.dumps(c))
    (folder / "stop").unlink(missing_ok=True)
    run = Run(folder)
    run.start()
    try:
        return _Loop(method, c, run).go(progress)
    except Cancelled:
        raise
    except BaseException as fault:
        run.write_status(Status("failed", "train", message=str(fault) or type(fault).__name__))
        raise


class _Loop:
    """One run of one method: what is made once, and the loop over the steps."""

    def __init__(self, method: str, c: Settings, run: Run) -> None:
        import torch
        from lightning.fabric import Fabric, seed_everything

        from training import checkpoint

        torch.set_num_threads(c.threads)
        seed_everything(c.seed, verbose=False)
        self.c, self.run, self.method = c, run, method
        module, name = METHODS[method]
        self.data = getattr(import_module(module), name)(c)
        self.fabric = Fabric(accelerator="auto", devices=1, precision=c.precision)  # type: ignore[arg-type]
        net = import_module(f"core.nets.{c.net}").build(dict(c.net_config))
        if not self._last.exists():
            checkpoint.begin(net, c.start_from)
        # No weight decay for gains, biases and embeddings: they have no redundancy to shrink.
        matrices, rest = ([p for p in net.parameters() if (p.ndim == 2) == want] for want in (True, False))
        optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": c.weight_decay},
                                       {"params": rest, "weight_decay": 0.0}], lr=c.lr, betas=(0.9, c.beta2))
        self.net, self.optimizer = self.fabric.setup(net, optimizer)  # from here on the device has them
        self.average = checkpoint.Average(net, c.ema)
        self.start = self._resume(net, optimizer)

    @property
    def _last(self) -> Path:
        return self.run.checkpoints / "last.pt"

    def go(self, progress: Progress) -> dict[str, float]:
        """All steps that are left. Returns the last validation figures."""
        c, began = self.c, time.monotonic()
        figures: dict[str, float] = {}
        reports: list[dict[str, float]] = []
        cancelled = False
        for step in range(self.start, c.steps):
            reports.append(self._step(step))
            done = step + 1
            last = done == c.steps
            if done % LOG_EVERY == 0 or last:
                self._report(done, reports, (done - self.start) / (time.monotonic() - began))
                reports = []
            if done % c.validate_every == 0 or last:
                figures = self._validate()
                self.run.log({"step": done, "time_s": time.time(), **figures})
            try:
                progress(Step("train", done, c.steps, self.method))
            except Cancelled:
                cancelled = True
            stopped = cancelled or self.run.stop_asked
            if done % c.save_every == 0 or last or stopped:
                self._save(done)
            if stopped and not last:
                self.run.write_status(Status("stopped", "train", done, c.steps, result=figures))
                break
        else:
            self.run.write_status(Status("done", "train", c.steps, c.steps, result=figures))
        if cancelled:
            raise Cancelled
        return figures

    def _step(self, step: int) -> dict[str, float]:
        for group in self.optimizer.param_groups:
            group["lr"] = self.c.lr * rate_at(step, self.c)
        self.net.train()
        with self._attention():
            loss, report = self.data.step(self.net, step)
        if not math.isfinite(loss.item()):
            raise ParallaxError(self.run.folder, f"the loss is {loss.item()} at step {step + 1}.",
                                "Lower the learning rate (lr) and start again in another folder.")
        self.optimizer.zero_grad()
        self.fabric.backward(loss)
        if self.c.clip_norm:
            self.fabric.clip_gradients(self.net, self.optimizer, max_norm=self.c.clip_norm, error_if_nonfinite=False)
        self.optimizer.step()
        self.average.update(self.net.module, step)
        return {"loss": loss.item(), **report}

    def _attention(self) -> AbstractContextManager[None]:
        """Plain attention on a CPU, where the gradient of torch's fused one takes half of a step."""
        from torch.nn.attention import SDPBackend, sdpa_kernel

        return sdpa_kernel(SDPBackend.MATH) if self.fabric.device.type == "cpu" else nullcontext()

    def _report(self, done: int, reports: Sequence[Mapping[str, float]], rate: float) -> None:
        means = {key: sum(r[key] for r in reports) / len(reports) for key in reports[0]}
        self.run.log({"step": done, "time_s": time.time(), "lr": self.optimizer.param_groups[0]["lr"], **means})
        self.run.write_status(Status("running", "train", done, self.c.steps, rate, (self.c.steps - done) / rate))

    def _validate(self) -> dict[str, float]:
        """The method's figures for the averaged weights."""
        net = self.net.module
        own = {name: value.clone() for name, value in net.state_dict().items()}
        net.load_state_dict(self.average.weights)
        net.eval()
        with self.fabric.autocast():
            figures: dict[str, float] = self.data.validate(net)
        net.load_state_dict(own)
        return figures

    def _save(self, step: int) -> None:
        from training import checkpoint

        checkpoint.save(self._last,
                        {"step": step, "net": self.net.module.state_dict(), "average": self.average.weights,
                         "optimizer": self.optimizer.optimizer.state_dict()})
        checkpoint.save(self.run.folder / "weights.pt", self.average.weights)

    def _resume(self, net: Any, optimizer: Any) -> int:
        """Load the last checkpoint of the folder, if there is one; returns the step to go on from."""
        from training import checkpoint

        path = self._last
        if not path.exists():
            return 0
        content = checkpoint.load(path)
        try:
            net.load_state_dict(content["net"])
            optimizer.load_state_dict(content["optimizer"])
            self.average.load(content["average"])
            return int(content["step"])
        except (KeyError, RuntimeError, ValueError, TypeError):
            raise ParallaxError(path, "it belongs to another network or method.",
                                "Choose another folder, or the settings that the run was started with.") from None


def main() -> None:
    """`python -m training.run METHOD FOLDER [key=value ...]`: train without the program's command line."""
    if len(sys.argv) < 3:
        raise SystemExit("usage: python -m training.run METHOD FOLDER [key=value ...]")
    try:
        print(records.dumps(train(sys.argv[1], None, sys.argv[3:], Path(sys.argv[2]))))
    except ParallaxError as fault:
        raise SystemExit(str(fault)) from None


if __name__ == "__main__":
    main()

"""The training loop: settings → data → step → log → validate → checkpoint, the same for every method.

`train` is what `parallax train METHOD` and a run's own process call. A run lives in a folder as core/runs.py describes
it, with config.json (all settings of the method), weights.pt (the weights to use), events/ for TensorBoard, and
checkpoints/: the last two steps-*.pt to go on from, best.pt by what is held out. The file `stop` makes it save and end;
started again in the same folder it goes on from the last checkpoint, on a CPU bit for bit as if nothing had been.

On several processes or machines, each with its share of every batch, and the sum of their gradients:

    fabric run --accelerator cpu --devices 2 --strategy ddp training/run.py METHOD FOLDER key=value …

A batch is a function of the seed and the step, so that neither a stop nor the number of processes changes it.
"""

import math
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from core import records
from core.errors import ParallaxError
from core.files import write_text
from core.progress import Cancelled, Progress, Step, silent
from core.runs import Request, Run, Status
from training import settings
from training.settings import METHODS, Loop

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn

LOG_EVERY = 25
STATUS_S = 1.0     # status.json is at most so old
KEPT = 2           # checkpoints to go on from: the newest may be of a step that went wrong


class Method(Protocol):
    """What a method gives: data, and what is to be made small. epoch_steps: steps that go through the data once; steps:
    of the whole training. metric: of the figures, the lower the better; '' for none. state: numbers of its own that a
    checkpoint keeps."""

    epoch_steps: int
    steps: int
    metric: str
    state: dict[str, float]

    def net(self) -> "nn.Module":
        """The network that a new run begins with."""

    def batch(self, step: int) -> "tuple[Tensor, ...]":
        """Tensors whose first axis is the clips of a step."""

    def loss(self, net: "nn.Module", batch: "tuple[Tensor, ...]") -> "tuple[Tensor, dict[str, float]]":
        """The mean loss of some clips, and its parts."""

    def validate(self, net: "nn.Module") -> dict[str, float]:
        """Figures on what is held out."""

    def remark(self, report: Mapping[str, float]) -> str:
        """What is to be said of the last steps, '' for nothing."""


def rate_at(step: int, c: Loop, steps: int, epoch: int = 1) -> float:
    """Factor on the learning rate: up over `warm_up` steps, constant, down in a line over the last `decay_share`; and
    times `decay_rate` every `decay_every` steps, or `decay_epochs` epochs of so many steps, 0 for never.

    Not a cosine: a run can be stopped while constant and ended later by going on with other `steps`.
    """
    decay = round(steps * c.decay_share)
    down = (steps - step) / decay if decay else 1.0
    every = c.decay_every or c.decay_epochs * epoch
    stairs = c.decay_rate ** (step // every) if every else 1.0
    return stairs * min(1.0, (step + 1) / max(1, c.warm_up), down)


def train(method: str, config: Path | None, overrides: Sequence[str], folder: Path,
          progress: Progress = silent) -> dict[str, float]:
    """Train in `folder` (made if need be) and return the last validation figures.

    `progress` reports steps, and stops the run by raising Cancelled, which is raised again once all is saved; so does
    the file folder/stop, without raising. Raises ParallaxError for settings or data that do not fit, or when the loss
    is no longer a number.
    """
    return train_with(method, settings.of(method, config, overrides), folder, progress)


def train_with(method: str, c: Any, folder: Path, progress: Progress = silent) -> dict[str, float]:
    """`train` with settings that are made already."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    first = int(os.environ.get("RANK", "0")) == 0
    if first:
        if not (folder / "request.json").exists():
            request = Request("train", f"Training: {METHODS[method].title}", {"method": method, "settings":
                              records.plain(c)}, time.time())
            write_text(folder / "request.json", records.dumps(request), durable=True)
        write_text(folder / "config.json", records.dumps({"method": method, **records.plain(c)}))
        (folder / "stop").unlink(missing_ok=True)
        Run(folder).start()
    try:
        try:
            loop = _Loop(method, c, folder)
        except Cancelled:  # while the data were prepared: nothing was learned yet
            Run(folder).write_status(Status("stopped", "train"))
            return {}
        try:
            return loop.go(progress)
        finally:
            loop.close()
    except Cancelled:
        raise
    except BaseException as fault:
        if first:
            Run(folder).write_status(Status("failed", "train", message=str(fault) or type(fault).__name__))
        raise


def resume(folder: Path, progress: Progress = silent) -> dict[str, float]:
    """Go on with a run, with the settings that it was started with. Raises ParallaxError where it is none."""
    method, c = asked(Run(folder))
    return train_with(method, c, folder, progress)


def asked(run: Run) -> tuple[str, Any]:
    """The method and the settings of a run. Raises ParallaxError where it is no training, or they do not fit."""
    if run.request.kind != "train":
        raise ParallaxError(run.folder, "this run trains nothing.", "Choose the folder of a training.")
    told = run.request.settings
    method = str(told.get("method", ""))
    if isinstance(told.get("settings"), Mapping):
        if method not in METHODS:
            raise ParallaxError(run.folder, "there is no training method {method!r}.", "There are: {names}.",
                                method=method[:40], names=", ".join(METHODS))
        return method, settings.built(method, dict(told["settings"]), run.folder)
    path = Path(str(told["config"])) if told.get("config") else None
    return method, settings.of(method, path, [str(text) for text in told.get("set", ())])


def made(method: str, c: Any, progress: Progress = silent) -> Method:
    """The method with its data. progress: of preparing them, where that takes long; what it raises is passed on. Raises
    ParallaxError where they do not fit."""
    known = METHODS[method]
    kind = getattr(import_module(known.module), known.name)
    return kind(c, progress) if getattr(kind, "prepares", False) else kind(c)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Trial:
    """What a few steps cost: seconds a step and of the whole training, MB of memory at most, clips held out."""

    step_s: float
    total_s: float
    memory_mb: float
    steps: int
    device: str


def trial(method: str, c: Any, folder: Path, steps: int = 3) -> Trial:
    """A few steps in `folder`, of which nothing is kept: how long the training will take. Raises as `train` does."""
    loop = _Loop(method, c, folder, events=False)
    began = 0.0
    for step in range(steps + 1):
        if step == 1:  # the first one brings what is loaded late
            began = time.monotonic()
        loop._step(step)
    each = (time.monotonic() - began) / steps
    return Trial(each, each * loop.method.steps, loop.memory_mb(), loop.method.steps, str(loop.fabric.device))


def optimizer_of(net: "nn.Module", c: Loop) -> "torch.optim.AdamW":
    """What changes the weights of a network."""
    import torch

    # No weight decay for gains, biases and embeddings: they have no redundancy to shrink.
    matrices, rest = ([p for p in net.parameters() if (p.ndim == 2) == want] for want in (True, False))
    # Fused: in one go over all weights, half the time on a CPU.
    return torch.optim.AdamW([{"params": matrices, "weight_decay": c.weight_decay},
                              {"params": rest, "weight_decay": 0.0}], lr=c.lr, betas=(0.9, c.beta2), fused=True)


class _Loop:
    """One run of one method: what is made once, and the loop over the steps."""

    def __init__(self, method: str, c: Any, folder: Path, events: bool = True) -> None:
        import torch
        from lightning.fabric import Fabric, seed_everything
        from lightning.fabric.loggers.tensorboard import TensorBoardLogger

        from training import checkpoint

        torch.set_num_threads(c.threads or max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity")
                                               else os.cpu_count() or 1))
        seed_everything(c.seed, verbose=False)
        self.c, self.folder, self.name = c, Path(folder), method
        self._told = 0.0
        self.method = made(method, c, self._prepared)
        several = "LT_CLI_USED" in os.environ  # `fabric run` says how many and where
        first = int(os.environ.get("RANK", "0")) == 0
        loggers: list[Any] = [TensorBoardLogger(self.folder, name="events", version="")] if events and first else []
        self.fabric = Fabric(accelerator=c.device, devices="auto" if several else 1,
                             precision=c.precision, loggers=loggers)
        if not several:  # else `fabric run` has started all processes
            self.fabric.launch()
        net = self.method.net()
        self.checkpoints = checkpoint.Kept(self.folder / "checkpoints", KEPT)
        if not self.checkpoints.newest():
            checkpoint.begin(net, c.start_from)
        self.net, self.optimizer = self.fabric.setup(net, optimizer_of(net, c))  # from here on the device has them
        self.bare = net
        self.average = checkpoint.Average(net, c.ema)
        self.pieces = 1         # a batch goes through in so many, as memory allows
        self.best = math.inf
        self.figures: dict[str, float] = {}
        self.report: dict[str, float] = {}
        self.remark = ""
        self.start = self._resume()

    def _prepared(self, step: Step) -> None:
        """Tells how far the data are. Raises Cancelled where the run is to stop."""
        run = Run(self.folder)
        if run.stop_asked:
            raise Cancelled
        if time.monotonic() - self._told > STATUS_S and int(os.environ.get("RANK", "0")) == 0:
            self._told = time.monotonic()
            run.write_status(Status("running", step.stage, step.done, step.total))

    def go(self, progress: Progress) -> dict[str, float]:
        """All steps that are left. Returns the last validation figures."""
        c, steps, began = self.c, self.method.steps, time.monotonic()
        run = Run(self.folder)
        reports: list[dict[str, float]] = []
        told, cancelled = 0.0, False
        every = c.validate_every or self.method.epoch_steps
        for step in range(self.start, steps):
            reports.append(self._step(step))
            done, last = step + 1, step + 1 == steps
            if done % LOG_EVERY == 0 or last or not self.report:
                self._log(run, done, reports)
                reports = []
            if time.monotonic() - told > STATUS_S or last:
                told = time.monotonic()
                self._tell(run, "running", done, (done - self.start) / (told - began))
            if done % every == 0 or last:
                self._validated(run, done)
            try:
                progress(Step("train", done, steps, self.name))
            except Cancelled:
                cancelled = True
            stopped = self.fabric.broadcast(cancelled or run.stop_asked)
            if done % c.save_every == 0 or last or stopped:
                self._save(done)
            if stopped and not last:
                self._tell(run, "stopped", done)
                break
        else:
            self._tell(run, "done", steps)
        if cancelled:
            raise Cancelled
        return self.figures

    def close(self) -> None:
        """Ends the writers of events, which have threads of their own."""
        for logger in self.fabric.loggers:
            logger.finalize("")

    # ---------------------------------------------------------------- a step

    def _step(self, step: int) -> dict[str, float]:
        for group in self.optimizer.param_groups:
            group["lr"] = self.c.lr * rate_at(step, self.c, self.method.steps, self.method.epoch_steps)
        self.net.train()
        world, rank = self.fabric.world_size, self.fabric.global_rank
        whole = self.method.batch(step)
        if len(whole[0]) < world:
            raise ParallaxError("batch", "{n} clips are fewer than the {processes} processes.",
                                "Raise `batch`, or start fewer processes.", n=len(whole[0]), processes=world)
        batch = tuple(part[rank::world] for part in whole)
        while True:
            try:
                report = self._gradient(batch, len(whole[0]), step)
                break
            except RuntimeError as fault:  # torch.OutOfMemoryError is one; on a CPU it is told in words alone
                self._halve(fault, step, len(batch[0]))
        if self.c.clip_norm:
            self.fabric.clip_gradients(self.net, self.optimizer, max_norm=self.c.clip_norm, error_if_nonfinite=False)
        self.optimizer.step()
        self.average.update(self.bare, step)
        return report

    def _gradient(self, batch: "tuple[Tensor, ...]", clips: int, step: int) -> dict[str, float]:
        """The gradient of this process's share of a batch of so many clips, in as many pieces as it needs; returns the
        mean of the whole batch, to log."""
        self.optimizer.zero_grad()
        own, world = len(batch[0]), self.fabric.world_size
        cuts = sorted({round(own * i / self.pieces) for i in range(self.pieces + 1)})
        report: dict[str, float] = {}
        for a, b in pairwise(cuts):
            piece = tuple(part[a:b].to(self.fabric.device) for part in batch)
            with self.fabric.no_backward_sync(self.net, enabled=b < own), self._attention():
                loss, told = self.method.loss(self.net, piece)
                self._check(loss.item(), piece, step)
                self.fabric.backward(loss * ((b - a) * world / clips))  # the mean over processes is taken behind it
            for key, value in {"loss": loss.item(), **told}.items():
                report[key] = report.get(key, 0.0) + value * (b - a) / clips
        return _summed(report) if world > 1 else report

    def _check(self, loss: float, batch: "tuple[Tensor, ...]", step: int) -> None:
        """Raises ParallaxError where a loss is no number, with the batch kept to look at."""
        from training import checkpoint

        if math.isfinite(loss):
            return
        path = self.folder / f"batch-{step + 1}.pt"
        checkpoint.save(path, {"step": step, "batch": [part.cpu() for part in batch],
                               "net": self.bare.state_dict()})
        raise ParallaxError(self.folder, "the loss is {loss} at step {step}; what it came from is in {file}.",
                            "Lower the learning rate (lr) and start again in another folder.", loss=loss,
                            step=step + 1, file=path.name)

    def _halve(self, fault: RuntimeError, step: int, clips: int) -> None:
        """After a step that did not fit into memory: pieces of half the size; raises what is another fault."""
        import torch

        full = isinstance(fault, torch.OutOfMemoryError) or "not enough memory" in str(fault) \
            or "can't allocate memory" in str(fault)
        if not full or self.fabric.world_size > 1:
            raise fault
        if self.pieces >= clips:
            raise ParallaxError(self.folder, "not even one clip of a batch fits into memory.",
                                "Take fewer frames, fewer views or a smaller network.") from fault
        self.pieces = min(2 * self.pieces, clips)
        self.optimizer.zero_grad()
        if self.fabric.device.type == "cuda":
            torch.cuda.empty_cache()
        Run(self.folder).log({"step": step, "time_s": time.time(), "event": f"memory was full: batches go through in "
                                                                            f"{self.pieces} pieces"})

    def _attention(self) -> AbstractContextManager[None]:
        """Plain attention on a CPU, where the gradient of torch's fused one takes half of a step."""
        from torch.nn.attention import SDPBackend, sdpa_kernel

        return sdpa_kernel(SDPBackend.MATH) if self.fabric.device.type == "cpu" else nullcontext()

    # ---------------------------------------------------------------- what is told and kept

    def _log(self, run: Run, done: int, reports: Sequence[Mapping[str, float]]) -> None:
        keys = {key for report in reports for key in report}
        self.report = {key: float(sum(r[key] for r in reports if key in r) / sum(key in r for r in reports))
                       for key in sorted(keys)}
        self.remark = self.method.remark(self.report)
        if self.fabric.global_rank:
            return
        row = {"step": done, "epoch": done / self.method.epoch_steps, "time_s": time.time(),
               "lr": self.optimizer.param_groups[0]["lr"], **self.report}
        run.log(row | ({"event": self.remark} if self.remark else {}))
        self.fabric.log_dict({f"train/{key}": value for key, value in self.report.items()}, step=done)

    def _tell(self, run: Run, state: str, done: int, rate: float = 0.0) -> None:
        if self.fabric.global_rank:
            return
        left = self.method.steps - done
        details = {"epoch": round(done / self.method.epoch_steps, 3), "losses": self.report, "figures": self.figures,
                   "device": str(self.fabric.device), "processes": self.fabric.world_size,
                   "memory_mb": round(self.memory_mb()), "pieces": self.pieces}
        run.write_status(Status(state, "train", done, self.method.steps, rate, left / rate if rate else None,
                                self.remark, result=self.figures if state != "running" else {}, details=details))

    def _validated(self, run: Run, done: int) -> None:
        """The method's figures for the averaged weights; the best ones are kept."""
        from training import checkpoint

        own = {name: value.clone() for name, value in self.bare.state_dict().items()}
        self.bare.load_state_dict(self.average.weights)
        self.bare.eval()
        with self.fabric.autocast():
            self.figures = self.method.validate(self.bare)
        self.bare.load_state_dict(own)
        if self.fabric.global_rank or not self.figures:
            return
        run.log({"step": done, "epoch": done / self.method.epoch_steps, "time_s": time.time(),
                 "validation": self.figures})
        self.fabric.log_dict({f"validation/{key}": value for key, value in self.figures.items()}, step=done)
        now = self.figures.get(self.method.metric, math.inf)
        if now < self.best:
            self.best = now
            checkpoint.save(self.checkpoints.folder / "best.pt",
                            {"step": done, "weights": self.average.weights, "figures": self.figures})

    def memory_mb(self) -> float:
        """The most that this process has held, of the GPU's memory where it is on one."""
        import torch

        if self.fabric.device.type == "cuda":
            return float(torch.cuda.max_memory_allocated(self.fabric.device)) / 1e6
        return peak_mb()

    def _save(self, step: int) -> None:
        from training import checkpoint

        if self.fabric.global_rank == 0:
            self.checkpoints.save(step, {
                "step": step, "net": self.bare.state_dict(), "average": self.average.weights,
                "optimizer": self.optimizer.optimizer.state_dict(), "random": checkpoint.random_state(),
                "state": dict(self.method.state), "pieces": self.pieces, "best": self.best, "figures": self.figures})
            checkpoint.save(self.folder / "weights.pt", self.average.weights)
        self.fabric.barrier()

    def _resume(self) -> int:
        """Load the newest checkpoint of the folder, if there is one; returns the step to go on from."""
        from training import checkpoint

        path = self.checkpoints.newest()
        if path is None:
            return 0
        content = checkpoint.load(path)
        try:
            self.bare.load_state_dict(content["net"])
            self.optimizer.optimizer.load_state_dict(content["optimizer"])
            self.average.load(content["average"])
            self.method.state.update(content["state"])
            self.pieces, self.best = int(content["pieces"]), float(content["best"])
            self.figures = dict(content["figures"])
            checkpoint.set_random_state(content["random"])
            return int(content["step"])
        except (KeyError, RuntimeError, ValueError, TypeError, AttributeError):
            raise ParallaxError(path, "it belongs to another network or method.",
                                "Choose another folder, or the settings that the run was started with.") from None


def _summed(report: dict[str, float]) -> dict[str, float]:
    """The sum over all processes."""
    import torch.distributed as dist

    every: list[dict[str, float]] = [{} for _ in range(dist.get_world_size())]
    dist.all_gather_object(every, report)
    return {key: sum(one.get(key, 0.0) for one in every) for key in sorted({key for one in every for key in one})}


def peak_mb() -> float:
    """The most memory that this process has held; 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


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

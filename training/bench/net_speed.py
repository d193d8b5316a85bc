"""How many frames a second each lifting network is trained with, on one CPU thread; why the default is what it is.

    python -m training.bench.net_speed
"""

import time

import torch
from torch import nn

from core.nets import dstformer, frame_transformer

FRAMES = 81
NETS: dict[str, tuple[nn.Module, int]] = {  # network and windows a batch
    "frame_transformer 256×6": (frame_transformer.build({"dim": 256, "depth": 6}), 32),
    "frame_transformer 384×4": (frame_transformer.build({"dim": 384, "depth": 4}), 32),
    "dstformer 64×4": (dstformer.build({"dim_feat": 64, "dim_rep": 64, "depth": 4, "maxlen": 81}), 8),
    "dstformer 128×3": (dstformer.build({"dim_feat": 128, "dim_rep": 128, "depth": 3, "maxlen": 81}), 8),
}


def speed(net: nn.Module, batch: int, half: bool, repeats: int = 4) -> float:
    """Frames a second of forward, backward and an optimizer's step; the best of the repeats after the first."""
    x = torch.randn(batch, FRAMES, 17, 3)
    optimizer = torch.optim.AdamW(net.parameters())
    best = float("inf")
    for repeat in range(repeats):
        began = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            loss = net(x).float().norm(dim=-1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if repeat:
            best = min(best, time.perf_counter() - began)
    return batch * FRAMES / best


def main() -> None:
    torch.set_num_threads(1)
    for name, (net, batch) in NETS.items():
        size = sum(p.numel() for p in net.parameters()) / 1e6
        print(f"{name:26} {size:5.2f} M parameters: float32 {speed(net, batch, False):6.0f}, "
              f"bfloat16 {speed(net, batch, True):6.0f} frames/s", flush=True)


if __name__ == "__main__":
    main()

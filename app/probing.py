"""`parallax info`: what is in video files, as a table and as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Column, Table

from core.errors import ParallaxError
from core.progress import Progress
from core.video import VideoInfo, content_hash, probe


@dataclass(frozen=True)
class Said:
    """found: what is in each video that could be read, and the hash of its content; faults: of the others."""

    found: tuple[tuple[VideoInfo, str], ...]
    faults: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        return {"ok": not self.faults, "errors": list(self.faults),
                "videos": [{**vars(i), "path": str(i.path), "fps": str(i.fps), "hash": digest,
                            "nominal_fps": str(i.nominal_fps), "audio": [vars(a) for a in i.audio]}
                           for i, digest in self.found]}

    def table(self) -> Table:
        table = Table(Column("file", overflow="fold"), "size", "frames", "frames/s", "length", "codec", "to mind",
                      box=None, pad_edge=False)
        for i, _ in self.found:
            mind = [f"turned {i.rotation}°"] if i.rotation else []
            mind += ["variable frame rate"] if i.variable else []
            mind += [f"{i.longest_gop} frames between key-frames"] if i.longest_gop > 300 else []
            mind += [] if i.audio else ["no sound"]
            rate = f"{float(i.fps):.3f}".rstrip("0").rstrip(".")
            table.add_row(escape(str(i.path)), f"{i.size[0]}×{i.size[1]}", str(i.frames), rate,
                          f"{i.duration_s:.3f} s", f"{i.codec} {i.bit_depth} bit", ", ".join(mind))
        return table


def work(videos: Sequence[Path], progress: Progress) -> Said:
    """Looks into every video; one that cannot be read keeps none of the others back."""
    found, faults = [], []
    for path in videos:
        try:
            found.append((probe(path, progress), content_hash(path)))
        except ParallaxError as e:
            faults.append(str(e))
    return Said(tuple(found), tuple(faults))

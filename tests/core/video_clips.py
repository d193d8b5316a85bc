"""Small video files made by the ffmpeg program, and what it says about them: the oracle of the tests."""

import json
import shlex
import subprocess
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# testsrc2 moves, counts and changes colour in every frame; mandelbrot makes VP8 store pictures that are never shown.
_SOURCE = "-f lavfi -i testsrc2=s=96x64:r={rate}:d={seconds}"
_SOUND = "-f lavfi -i sine=d=1.5"
_X264 = "-c:v libx264 -pix_fmt yuv420p"
_X265 = "-c:v libx265 -x265-params log-level=error"
_STD = _SOURCE.format(rate=30, seconds=1.5)
# Frames missing here and there, and intervals that grow from 26 to 100 ms.
_EVERY_RATE = "select='not(eq(mod(n\\,7)\\,3))',settb=1/90000,setpts='N*N/900/TB+N/40/TB'"

# name → ffmpeg's arguments in front of the output; {other} stands for another clip.
RECIPES = {
    "bframes.mp4": f"{_STD} {_X264} -g 999 -bf 3",
    "sound.mp4": f"{_STD} {_SOUND} {_X264} -g 10 -bf 2 -c:a aac",
    "open_gop.mkv": f"{_STD} {_X264} -g 10 -bf 3 -x264-params open-gop=1 -cluster_time_limit 300",
    "refresh.mp4": f"{_STD} {_X264} -g 15 -intra-refresh 1",
    "bframes.ts": f"{_STD} {_X264} -g 10 -bf 3",
    "bframes.avi": f"{_STD} {_X264} -g 10 -bf 3",
    "bare.h264": f"{_STD} {_X264} -g 10 -bf 3",
    "fragments.mp4": f"{_STD} {_X264} -g 10 -bf 2 -movflags +frag_keyframe+empty_moov",
    "hevc.mp4": f"{_STD} {_X265}:keyint=10:open-gop=1 -pix_fmt yuv420p",
    "hevc10.mp4": f"{_STD} {_X265}:keyint=10 -pix_fmt yuv420p10le -colorspace bt2020nc",
    "vp9.webm": f"{_STD} -c:v libvpx-vp9 -auto-alt-ref 1 -lag-in-frames 16 -g 20 -cluster_time_limit 300",
    "vp9_odd.webm": f"{_STD} -vf scale=97:65 -c:v libvpx-vp9 -pix_fmt yuv420p",
    "mpeg4.mp4": f"{_STD} -c:v mpeg4 -bf 0",
    "mpeg4_odd.mov": f"{_STD} -vf scale=97:65 -c:v mpeg4 -bf 2",
    "mpeg4.avi": f"{_STD} -c:v mpeg4 -bf 0",
    "mpeg4_b.avi": f"{_STD} -c:v mpeg4 -bf 2",
    "packed.avi": f"{_STD} -c:v libxvid -bf 2 -g 12",
    "mjpeg.avi": f"{_STD} -c:v mjpeg -q:v 3",
    "prores.mov": f"{_STD} -c:v prores_ks",
    "lossless.mkv": f"{_STD} -c:v ffv1 -pix_fmt bgr0",
    "x444_odd.mp4": f"{_STD} -vf scale=97:65 -c:v libx264 -pix_fmt yuv444p",
    "29.97.mp4": f"{_SOURCE.format(rate='30000/1001', seconds=1.5)} {_X264} -g 12",
    "59.94.mp4": f"{_SOURCE.format(rate='60000/1001', seconds=1)} {_X264} -g 12 -bf 2",
    "59.94.mkv": f"{_SOURCE.format(rate='60000/1001', seconds=1)} {_X264} -g 12 -bf 2",
    "variable.mp4": f"{_STD} -vf {_EVERY_RATE} -vsync vfr -enc_time_base 1/90000 {_X264}",
    "variable.mkv": "-i {variable.mp4} -c copy",
    "late.mp4": f"{_STD} {_X264} -g 10 -bf 2 -output_ts_offset 5.25",
    "late.mkv": f"{_STD} {_X264} -g 10 -bf 2 -output_ts_offset 2.5",
    # Cut without encoding anew: an edit list hides the frames in front of the cut, which are still needed to decode.
    "edited.mp4": "-ss 0.35 -i {bframes.mp4} -c copy",
    "edited_open.mp4": "-ss 0.45 -i {open_gop.mkv} -c copy",
    "rotate90.mp4": "-i {bframes.mp4} -c copy -metadata:s:v rotate=90",
    "rotate180.mp4": "-i {bframes.mp4} -c copy -metadata:s:v rotate=180",
    "rotate270.mp4": "-i {mpeg4.mp4} -c copy -metadata:s:v rotate=270",
    "bt709.mp4": f"{_STD} {_X264} -colorspace bt709 -color_range tv",
    "bt709_full.mp4": f"{_STD} -vf scale=out_range=full {_X264} -colorspace bt709 -color_range pc",
    "one.mp4": f"{_STD} {_X264} -frames:v 1",
}


class Clips:
    """clips('name') → path; each file is made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            recipe = RECIPES[name]
            for other in RECIPES:
                if "{" + other + "}" in recipe:
                    recipe = recipe.replace("{" + other + "}", shlex.quote(str(self(other))))
            ffmpeg(*shlex.split(recipe), str(path))
        return path

    def changed(self, name: str, source: str, change: Callable[[bytearray], bytes | bytearray]) -> Path:
        """A copy of a clip with other bytes."""
        path = self.folder / name
        path.write_bytes(change(bytearray(self(source).read_bytes())))
        return path


def ffmpeg(*arguments: str) -> bytes:
    """Runs the ffmpeg program; its standard output."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-threads", "1", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def frames_by_ffmpeg(path: Path, size: tuple[int, int]) -> NDArray[np.uint8]:
    """(T, H, W, 3): every frame that the ffmpeg program shows, turned upright, none repeated and none dropped."""
    raw = ffmpeg("-i", str(path), "-vsync", "passthrough", "-pix_fmt", "rgb24", "-f", "rawvideo", "-")
    return np.frombuffer(raw, dtype=np.uint8).reshape(-1, size[1], size[0], 3)


def times_by_ffprobe(path: Path) -> list[Fraction]:
    """Presentation time stamps of the decoded frames, in seconds, exactly."""
    command = ["ffprobe", "-v", "error", "-select_streams", "v:0", "-of", "json",
               "-show_entries", "stream=time_base:frame=best_effort_timestamp", str(path)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    base = Fraction(told["streams"][0]["time_base"])
    return [frame["best_effort_timestamp"] * base for frame in told["frames"]]


def worst(ours: Iterable[NDArray[np.uint8]], theirs: NDArray[np.uint8]) -> int:
    """The largest difference of any sample."""
    return max(int(np.abs(a.astype(np.int16) - b).max()) for a, b in zip(ours, theirs, strict=True))

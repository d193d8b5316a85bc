"""`parallax sync` from end to end: real videos trimmed by known amounts, with sound of known content."""

import json
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from app import __main__ as cli
from app import console
from core import recording, synchronize
from core.storage import Project
from core.sync_pair import ACCEPT
from tests.core.audio_pairs import RATE, Scene

FPS = 60.0
FIRST = (0, 7, 12, 19)            # frames cut off the front of the four videos
FRAMES = (100, 88, 82, 75)        # that are kept
LATE = (0.0, 0.0, 0.37, 0.81)     # frames by which a sound begins later than its video's first frame would have it


def parallax(*arguments: object) -> Any:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def trimmed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The four cameras' files, cut by frames, with what each of four microphones heard of one scene."""
    folder = tmp_path_factory.mktemp("trimmed")
    scene = Scene("mixed", 0.0, 4.0, np.random.default_rng(11))
    made = []
    for number, (first, frames, late) in enumerate(zip(FIRST, FRAMES, LATE, strict=True)):
        sound = folder / f"{number}.wav"
        rng = np.random.default_rng(number)
        at = round((1.0 + (first + late) / FPS) * RATE)
        heard = scene.samples[at:at + int(frames / FPS * RATE)]
        heard = heard * rng.uniform(0.4, 1.0) + 0.002 * rng.standard_normal(len(heard))
        with wave.open(str(sound), "wb") as out:
            out.setparams((1, 2, RATE, 0, "NONE", ""))
            out.writeframes((np.clip(heard, -1, 1) * 32767).astype("<i2").tobytes())
        path = folder / f"cam{number + 1:02d}.mp4"
        source = shared / "data" / "video" / "pose2sim_single" / path.name
        subprocess.run(
            ["ffmpeg", "-v", "error", "-i", source, "-i", sound, "-map", "0:v", "-map", "1:a", "-vf",
             f"trim=start_frame={first}:end_frame={first + frames},setpts=PTS-STARTPTS,scale=540:960",
             "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-threads", "1", "-c:a", "aac", "-b:a", "128k",
             path], check=True)
        made.append(path)
    return made


def test_the_trims_are_found_back_by_sound_to_a_tenth_of_a_frame(trimmed: list[Path]) -> None:
    said = parallax("sync", *trimmed, "--method", "audio", "--json")
    assert said.exit_code == 0, said.output
    answer = json.loads(said.stdout)
    assert answer["ok"] and answer["anchor"] == "cam01.mp4"
    for view, first, late in zip(answer["views"][1:], FIRST[1:], LATE[1:], strict=True):
        # A view that was cut by n frames shows at its 0 what the first shows at n / 60 s.
        assert abs(view["offset_s"] - (first + late) / FPS) < 0.1 / FPS, view
        assert view["evidence"] == ["audio"] and view["confidence"] >= ACCEPT
        assert abs(view["drift_ppm"]) < 1  # seconds of sound tell none
    assert answer["loop_residual_s"] < 0.1 / FPS


@pytest.fixture(scope="module")
def project(trimmed: list[Path], blazepose: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of the four videos, synchronized by movement: their poses are in it from then on."""
    folder = tmp_path_factory.mktemp("project") / "p.parallax"
    with Project.create(folder) as made:
        recording.add_views(made, trimmed)
    return folder


@pytest.fixture(scope="module")
def by_movement(project: Path) -> dict[str, Any]:
    said = parallax("sync", project, "--method", "pose", "--json")
    assert said.exit_code in (console.OK, console.CANNOT_TELL), said.output
    answer: dict[str, Any] = json.loads(said.stdout)
    return answer


def test_the_trims_are_found_back_by_movement_to_a_frame(by_movement: dict[str, Any],
                                                        record_property: Callable[[str, object], None]) -> None:
    """1.3 s of movement are little: what is not accepted has no offset, what is accepted is right."""
    for view, first in zip(by_movement["views"][1:], FIRST[1:], strict=True):
        error = None if view["offset_s"] is None else (view["offset_s"] - first / FPS) * FPS
        record_property(view["name"], f"{error} frames, confidence {view['confidence']:.2f}")
        print(view["name"], error, "frames,", view["sentence"])
        assert error is None or abs(error) < 1, view
    assert by_movement["ok"] == all(v["accepted"] for v in by_movement["views"])


def test_sound_and_movement_together_set_the_clocks_of_the_project(project: Path, by_movement: dict[str, Any]) -> None:
    said = parallax("sync", project, "--json")
    answer = json.loads(said.stdout)
    assert said.exit_code == 0 and answer["project"] == str(project), said.output
    assert [p["method"] for p in answer["pairs"]].count("audio") == 6
    assert [p["method"] for p in answer["pairs"]].count("pose") == 6
    with Project.open(project) as opened:
        views = list(opened.document.views.values())
        for view, told, first in zip(views, answer["views"], FIRST, strict=True):
            assert view.offset_s == told["offset_s"]
            # The sound of the last two was set late on purpose, by up to 0.81 frames.
            assert abs(view.offset_s - first / FPS) < 1 / FPS, told
        kept = synchronize.stored(opened.document)
        assert kept is not None and kept.accepted and len(kept.pairs) >= 12
        assert synchronize.current(opened.document) == kept
        opened.undo()
        opened.undo()
        assert [v.offset_s for v in opened.document.views.values()] == [0, 0, 0, 0]

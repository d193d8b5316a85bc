"""Where the demo lives, known to the window without loading what makes the demo."""

from pathlib import Path

import platformdirs

from core.storage import SUFFIX

VERSION = 1  # of what is filmed; a higher number films anew
KIND = "demo"  # of the run that films in the background


def home() -> Path:
    """The demo's folder in the user's data folder."""
    return Path(platformdirs.user_data_dir("parallax", appauthor=False)) / f"demo-{VERSION}"


def project_in(folder: Path) -> Path:
    """The demo's project folder."""
    return folder / f"demo{SUFFIX}"

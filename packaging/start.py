"""Where the frozen program begins: what only a program without an installation needs, then the program itself."""

import os
import sys
from pathlib import Path

_HERE = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))

# The default detector lies in the bundle. Somebody's own choice of another comes first.
if (_HERE / "blazepose").is_dir():
    os.environ.setdefault("PARALLAX_BLAZEPOSE", str(_HERE / "blazepose"))

# The starter pointed the dynamic linker at the bundle, for this process. Programs started from here, as a file manager,
# belong to the system and must not load the bundle's libraries in place of theirs.
if sys.platform.startswith("linux"):
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)

from app.__main__ import main  # noqa: E402

main()

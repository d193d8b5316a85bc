"""What PyInstaller would take along and the program never loads: the frozen program's size is mostly this list.

A library that is named here is one that some other one can use, and that nothing of Parallax makes it use. What was
left out too much shows in `dev.py bundle --check`, which does the program's work with the bundle alone.
"""

import fnmatch

MODULES = [
    # Other windows than Qt's widgets, and what belongs to developers.
    *("tkinter", "matplotlib", "IPython", "PyQt5", "PyQt6", "PySide2", "wx", "pytest", "_pytest", "hypothesis"),
    *("mypy", "pluggy", "iniconfig", "setuptools", "pip", "wheel", "pkg_resources", "tests"),
    # Parts of Qt.
    *(f"PySide6.Qt{part}" for part in ("Qml", "Quick", "QuickControls2", "QuickTest", "QuickWidgets", "Designer",
                                       "Help", "PrintSupport", "RemoteObjects", "Sql", "Test", "UiTools", "Xml",
                                       "WebEngineCore", "WebEngineWidgets", "Pdf", "Multimedia", "3DCore", "Charts")),
    # Readers of pictures, tables and formats that sleap-io, torch, lightning and vispy have a use for.
    *("imageio_ffmpeg", "pandas", "skia", "tables", "blosc2", "hdmf", "pynwb", "shapely", "networkx"),
    *("numba", "pytorch_lightning", "aiohttp", "grpc", "tensorboard_data_server", "openpyxl", "pyarrow", "nrrd"),
    *("ndx_pose", "ndx_multisubjects", "seedir", "yarl", "multidict", "propcache", "OpenGL", "jax"),
]

_FILES = (
    "PySide6/Qt/qml/*", "PySide6/Qt/lib/libQt6Qml*", "PySide6/Qt/lib/libQt6Quick*", "PySide6/Qt/lib/libQt6Virtual*",
    "PySide6/Qt/lib/libQt6Pdf*", "PySide6/Qt/lib/libQt6Designer*", "PySide6/Qt/lib/libQt6WaylandCompositor*",
    "PySide6/Qt/lib/libQt6Labs*", "PySide6/Qt/lib/libQt6Test*", "PySide6/Qt/lib/libQt6Sql*",
    "PySide6/Qt/plugins/*virtualkeyboard*", "PySide6/Qt/plugins/imageformats/libqpdf*",
    "PySide6/Qt/plugins/platforms/libqvnc*", "PySide6/Qt/plugins/platforms/libqlinuxfb*",
    "PySide6/Qt/plugins/platforms/libqeglfs*", "PySide6/Qt/plugins/platforms/libqminimal*",
    "PySide6/Qt/plugins/egldeviceintegrations/*", "PySide6/Qt/plugins/generic/*",
    # The looks of GTK's file dialog, with half of GTK; screens without a window system.
    "PySide6/Qt/plugins/platformthemes/libqgtk3*", "libatk*", "libcairo*", "libpango*", "libthai*", "libdatrie*",
    "libgdk_pixbuf*", "*libQt6EglF*",
    "PySide6/Qt/plugins/networkinformation/*", "PySide6/Qt/plugins/tls/*", "PySide6/opengl32sw.dll",
    "torch/include/*", "torch/share/*", "torch/test/*", "torch/bin/protoc*", "torch/lib/*test*", "*.a", "*.lib",
    "*.pyi", "onnx/backend/test/*", "*/tests/*", "*/testing/data/*", "torchgen/packaged/*",
)
QT_LANGUAGES = ("de",)  # Qt's own words; English is in the program


def file(name: str) -> bool:
    """Whether a file, by its place in the bundle, stays out of it."""
    name = name.replace("\\", "/")
    if name.startswith(("PySide6/Qt/translations/", "PySide6/translations/")):
        return not any(name.endswith(f"qtbase_{language}.qm") for language in QT_LANGUAGES)
    return any(fnmatch.fnmatch(name, pattern) for pattern in _FILES)


def module(name: str) -> bool:
    """Whether a Python module stays out of it: tests of libraries, and test data as code."""
    parts = name.split(".")
    return "tests" in parts[1:] or name.startswith(("onnx.backend.test", "torch.testing._internal.opinfo"))

"""What the Help menu opens, beside the keyboard and the diagnostics."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.banner import Notice
from app.text_dialog import TextDialog
from app.theme import RESOURCES
from app.words import LANGUAGE, tr

if TYPE_CHECKING:
    from app.window import Window


def tour(window: "Window") -> None:
    from app.first_start import show_tour

    show_tour(window)


def methods(window: "Window") -> None:
    from app.methods_page import MethodsPage

    page = next((page for page in window.findChildren(MethodsPage) if page.isVisible()), None) or MethodsPage(window)
    page.show()
    page.raise_()
    page.activateWindow()


def german(window: "Window") -> None:
    """The language of the next start: German, or English again."""
    settings = window.session.settings
    settings.choose(LANGUAGE, "" if settings.choice(LANGUAGE, "") else "de")
    window.banner.show_notice(Notice("info", tr("The language changes when Parallax is started the next time.")))
    window.refresh_actions()


def about(window: "Window") -> None:
    """The version, and under what terms the program and what is in it may be passed on."""
    dialog = next((d for d in window.findChildren(TextDialog) if d.windowTitle() == tr("About Parallax")), None)
    dialog = dialog or TextDialog(tr("About Parallax"), window)
    dialog.set_text(about_text())
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def about_text() -> str:
    from app.inner_cli import version

    return (f"Parallax {version()}\n"
            + tr("Human motion in 3D, from ordinary cameras.") + "\n\nApache-2.0. "
            + tr("Everything stays on this machine: no account, nothing is sent anywhere. Models that you ask for are "
                 "fetched from where their authors published them.") + "\n\n" + licences())


def licences() -> str:
    """The index of what is in the frozen program; where the program is not frozen, what its environment has."""
    index = Path(getattr(sys, "_MEIPASS", RESOURCES.parent)) / "licences" / "README.txt"
    if index.is_file():
        return index.read_text(encoding="utf-8") + "\n" + tr("The texts are in {}").format(index.parent) + "\n"
    from importlib.metadata import distributions

    told = {str(one.metadata["Name"]): (one.version, _kind(one.metadata)) for one in distributions()}
    rows = [f"{name} {version}: {kind}" for name, (version, kind) in sorted(told.items(), key=lambda r: r[0].lower())]
    return tr("Installed beside it, each under its own licence:") + "\n\n" + "\n".join(rows) + "\n"


def _kind(metadata: object) -> str:
    get = metadata.get  # type: ignore[attr-defined]
    short = get("License-Expression") or get("License") or ""
    return short if 0 < len(short) < 60 and "\n" not in short else tr("see its files")

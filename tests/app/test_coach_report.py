"""A coach's report: two pages that can be printed, with nothing cut off and nothing hidden."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from app.coach_report import MOST_ROWS, Content, ReportRequest, gather, page_image, save_report
from app.coach_report_parts import DOUBTED, LINE, MM
from app.coach_take import views_of
from app.film import pixels
from core.coach_compare import Difference
from core.coach_numbers import numbers
from core.coaching import KeyMoment, keep_moments
from core.errors import ParallaxError
from core.storage import Project
from tests.app.coached_project import coached
from tests.core.coached import kicked

# Painting without a window makes an application of its own where there is none, too small a one for windows after it.
pytestmark = pytest.mark.usefixtures("qapp")

DPI = 72
WORDS = "A very long remark on what happens here and why it should be otherwise the next time, said at length. " * 6


@pytest.fixture(scope="module")
def folder(studio_clip: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two projects of the same kick: one a coach has worked on, and another day's with a moment of the same name."""
    made = tmp_path_factory.mktemp("coach")
    coached(kicked(studio_clip), made / "kick.parallax")
    coached(kicked(studio_clip), made / "other.parallax", more=False)
    with Project.open(made / "other.parallax") as other:
        other.do(keep_moments(other.document, [KeyMoment("x", 0.2, "contact")]))
    return made


def asked(folder: Path, out: Path, name: str = "kick", **options: object) -> ReportRequest:
    with Project.open(folder / f"{name}.parallax", read_only=True) as opened:
        view = views_of(opened, out)[0]
    return ReportRequest(view, str(out), str(folder / f"{name}.parallax"), **options)  # type: ignore[arg-type]


def page(content: Content, number: int) -> NDArray[np.uint8]:
    return pixels(page_image(content, number, DPI).convertToFormat(QImage.Format.Format_RGB888))


def like(picture: NDArray[np.uint8], colour: str) -> int:
    """Pixels of about a colour."""
    ink = QColor(colour)
    return int((np.abs(picture.astype(int) - (ink.red(), ink.green(), ink.blue())).max(axis=-1) < 30).sum())


def check_margins(picture: NDArray[np.uint8]) -> None:
    """A printer takes what is within the margins; what was cut off would reach into them."""
    side, end = round(14.4 * MM * DPI / 720), round(13.4 * MM * DPI / 720)
    for part in (picture[:, :side], picture[:, -side:], picture[:end], picture[-end:]):
        assert (part == 255).all()


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_a_pdf_of_two_pages_of_the_paper(folder: Path, tmp_path: Path, paper: str, size: tuple[int, int]) -> None:
    out = tmp_path / "kick.pdf"
    save_report(asked(folder, out, paper=paper, date="28 November", comment="Well done."))
    data = out.read_bytes()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", data)) == 2
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", data)
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {size}
    assert len(re.findall(rb"/Subtype\s*/Image", data)) >= 3 and b"/FontFile" in data, "with its own letters"


def test_another_reader_finds_pictures_and_words(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "kick.pdf"
    save_report(asked(folder, out, athlete="Robin Vale", date="28 November", comment="Well done."))
    with pypdfium2.PdfDocument(out) as pdf:
        assert len(pdf) == 2
        said = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
        assert "Robin Vale" in said[0] and "28 November" in said[0] and "Well done." in said[0]
        assert "Contact" in said[0] and "Contact" in said[1]
        for page in pdf:
            seen = np.asarray(page.render(scale=1).to_numpy())[..., :3]
            check_margins(seen)
            assert 0.02 < (seen < 250).any(axis=-1).mean() < 0.9


def test_its_pages_show_what_was_seen_and_measured(folder: Path, tmp_path: Path) -> None:
    content = gather(asked(folder, tmp_path / "x.pdf", athlete="R. Vale", comment="Well done.",
                           other=str(folder / "other.parallax")))
    assert [moment.name for moment in content.moments] == ["Start", "Contact", "Finish"] == [
        row[0] for row in content.table.rows[:3]]
    assert len(content.pictures) == 3 and len({one.cacheKey() for one in content.pictures}) == 3
    assert content.pairs == 1 and content.differences and all("at contact" in one.words for one in content.differences)
    first, second = page(content, 0), page(content, 1)
    for one in (first, second):
        check_margins(one)
        assert 0.02 < (one < 250).any(axis=-1).mean() < 0.9
    assert like(second, LINE) > 200, "curves"
    without = page(replace(content, differences=(), pairs=0), 1)
    assert (without < 250).sum() < (second < 250).sum()


def test_what_is_in_doubt_is_grey_with_its_reason(folder: Path, tmp_path: Path) -> None:
    content = gather(asked(folder, tmp_path / "x.pdf"))
    measured = replace(content.measures[0], spread=np.full(len(content.measures[0].times), 15.0))
    doubted = replace(content, measures=(measured,), table=numbers((measured,), content.moments))
    sure = replace(content, measures=content.measures[1:2], table=numbers(content.measures[1:2], content.moments))
    assert [row[1][0].note for row in doubted.table.rows[:3]] == [1, 1, 1] and len(doubted.table.notes) == 1
    grey, black = (like(page(one, 1), DOUBTED) for one in (doubted, sure))
    assert grey > 1.2 * black


def test_much_of_everything_still_fits(folder: Path, tmp_path: Path) -> None:
    content = gather(asked(folder, tmp_path / "x.pdf", title=WORDS, athlete=WORDS, comment=WORDS, paper="letter",
                           other=str(folder / "other.parallax")))
    moments = tuple(KeyMoment(f"m{n}", 0.08 * n, WORDS[:200], WORDS) for n in range(MOST_ROWS))
    measures = (*content.measures, *content.measures)[:6]
    differences = tuple(Difference("m", 0.5, "knee_left", 20.0, 60.0, 50.0, WORDS, WORDS) for _ in range(20))
    full = replace(content, moments=moments, measures=measures, table=numbers(measures, moments),
                   pictures=content.pictures * 2, differences=differences, other=WORDS)
    for number in (0, 1):
        check_margins(page(full, number))


def test_nothing_drawn_and_nobody_there(folder: Path, tmp_path: Path) -> None:
    content = gather(asked(folder, tmp_path / "x.pdf", "other"))
    assert len(content.measures) == 6, "the usual angles"
    for empty in (replace(content, measures=(), table=numbers((), content.moments)),
                  replace(content, moments=(), pictures=(), table=numbers(content.measures, ()))):
        for number in (0, 1):
            picture = page(empty, number)
            check_margins(picture)
            assert (picture < 200).any()
    request = asked(folder, tmp_path / "x.pdf")
    with pytest.raises(ParallaxError, match="shows nobody"):
        gather(replace(request, view=replace(request.view, id="else")))
    with pytest.raises(ParallaxError, match=r"end in \.pdf"):
        save_report(asked(folder, tmp_path / "x.doc"))
    with pytest.raises(ValueError, match="a4, letter"):
        asked(folder, tmp_path / "x.pdf", paper="a3")

"""The look: icons at any size."""

from PySide6.QtCore import QSize

from app import theme


def test_an_icon_at_no_size_is_no_picture_and_no_warning(qapp: object) -> None:
    """A button that a layout has squeezed to nothing asks for that; Qt's warnings fail a test."""
    icon = theme.icon("x", theme.MUTED)
    for size in (QSize(0, 0), QSize(16, 0), QSize(0, 16)):
        assert icon.pixmap(size).isNull()
    drawn = icon.pixmap(16, 16).toImage()
    assert any(drawn.pixelColor(x, y).alpha() for x in range(drawn.width()) for y in range(drawn.height()))

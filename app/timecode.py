"""How times are written and read in the window."""

from app.words import tr


def format_time(seconds: float, milliseconds: bool = True) -> str:
    """'0:04.250', '1:02:03.000'; negative times carry a '−'."""
    total = round(abs(seconds) * 1000)
    hours, rest = divmod(total, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    whole, ms = divmod(rest, 1000)
    head = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    tail = f".{ms:03d}" if milliseconds else ""
    return f"{'−' if seconds < 0 and total else ''}{head}:{whole:02d}{tail}"


def parse_jump(text: str) -> int | float:
    """'123' → frame 123 (int); '4.250', '0:04.250', '1:02:03' → seconds (float). Raises ValueError with advice."""
    plain = text.strip().replace(",", ".").replace("−", "-")
    sign = -1.0 if plain.startswith("-") else 1.0
    digits = plain.removeprefix("-")
    parts = digits.split(":")
    if len(parts) > 3 or not all(part.replace(".", "", 1).isdecimal() for part in parts):
        raise ValueError(tr("“{text}” is neither a frame (123) nor a time (4.250 or 0:04.250)").format(
            text=text.strip()))
    if ":" not in digits and "." not in digits:
        return int(sign) * int(digits)
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + float(part)
    return sign * seconds

"""The one error that a user is meant to read."""

from core.words import tr


class ParallaxError(Exception):
    """Bad input, said so that the user can act on it.

    subject: the file, folder or setting it is about; fault: what is wrong with it; remedy: what to do. The last two are
    looked up in the user's language, and then `{name}` in them is the value of that name: a text of many values has
    one translation.
    Raised once, where the fact is known. The window and the command line print it without a stack trace.
    """

    def __init__(self, subject: object, fault: str, remedy: str, **values: object) -> None:
        self.subject, self.fault, self.remedy = str(subject), filled(fault, values), filled(remedy, values)
        super().__init__(f"{self.subject}: {self.fault} {self.remedy}")


class NothingDone(ParallaxError):
    """The input was good enough to begin, but nothing came of it; the remedy is the first fault."""


def filled(text: str, values: dict[str, object]) -> str:
    """A text in the user's language, with its values. Without any it is taken as it stands, braces included."""
    return tr(text).format(**values) if values else tr(text)

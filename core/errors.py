"""The one error that a user is meant to read."""


class ParallaxError(Exception):
    """Bad input, said so that the user can act on it.

    subject: the file, folder or setting it is about; fault: what is wrong with it; remedy: what to do.
    Raised once, where the fact is known. The window and the command line print it without a stack trace.
    """

    def __init__(self, subject: object, fault: str, remedy: str) -> None:
        self.subject, self.fault, self.remedy = str(subject), fault, remedy
        super().__init__(f"{self.subject}: {fault} {remedy}")


class NothingDone(ParallaxError):
    """The input was good enough to begin, but nothing came of it; the remedy is the first fault."""

"""The program's log file."""

import logging
import logging.handlers


class StrictLog(logging.handlers.RotatingFileHandler):
    """Raises an error in writing; logging would print it to a console that nobody sees."""

    def handleError(self, _record: logging.LogRecord) -> None:
        raise

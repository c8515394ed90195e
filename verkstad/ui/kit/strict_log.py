"""The program's log on disk."""

import logging
import logging.handlers


class StrictLog(logging.handlers.RotatingFileHandler):
    """Raises what goes wrong, where logging would print it for nobody to see."""

    def handleError(self, _record: logging.LogRecord) -> None:
        raise

"""The command line."""

import gc
import os
import sys
import threading

# Objects made between two looks of the collector of garbage, which by itself looks every 700: what a command opens stays.
OPENED = 500_000


def main() -> None:
    """Run the command that the process was started with and leave with its exit status."""
    gc.set_threshold(OPENED)
    try:
        from studybot.cli.program import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader went away: nothing is left to tell it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if threading.active_count() > 1:
        # A model still loading in the background would be waited for; torn down halfway, it aborts the process.
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)

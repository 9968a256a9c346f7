"""Serve studybot's page with the default settings: `python app.py` (options as of `studybot serve`)."""

import sys

from studybot.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["serve"]
    main()

"""The command line as `python -m studybot.cli`, where no script was installed."""

from studybot.cli import main

if __name__ == "__main__":
    main()

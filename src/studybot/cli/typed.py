"""What a person types at a prompt."""

import sys


def interactive() -> bool:
    """Whether a person sits at both ends: what is printed is read, and what is typed comes from a keyboard."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def typed(prompt: str) -> str | None:
    """Return what is typed after a prompt, without outer blanks; None at the end of the input."""
    try:
        return input(prompt).strip()
    except EOFError:
        return None

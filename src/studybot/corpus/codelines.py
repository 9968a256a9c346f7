"""Which lines of a plain text are code, and in which language a block of code is written."""

import re
import unicodedata
from collections.abc import Sequence

from studybot.text import any_word

_COMMENT = re.compile(r"\s*(?:#+(?:!|\s|$)|//\s|/\*|\*/|<!--)")
_COMMANDS = (
    "apt apt-get brew cd chgrp chmod chown cp crontab curl dd df dig dnf dpkg du echo fdisk "
    "grep gunzip gzip hostname htop ifconfig iostat ip journalctl killall ln ls lsblk lsof mkdir mv "
    "nano nc netstat nmap nohup npm npx nslookup passwd ping pip pip3 pkill ps pwd python python3 rm rmdir rpm rsync sar "
    "scp sed sh ss ssh ssh-keygen sudo systemctl tar telnet traceroute umount uname uptime useradd userdel "
    "usermod vi vim visudo vmstat wc wget yum zip "
)
# Commands that are English words too: only with an argument that no sentence has.
_WORDS = (
    "cat cut exec exit export find free git head host id kill last less make mount node route service source split tail tee "
    "top touch who"
)
_COMMAND = re.compile(
    rf"\$ \S|\s*(?:{'|'.join(_COMMANDS.split())})(?:\s+[^\s—–=]|\s*$)"
    rf"|\s*(?:{'|'.join(_WORDS.split())})\s+(?:[-/~.$\"']|\S*[\w*][/.=_*-][\w*]|\d+\b)"
)
_CODE = re.compile(
    r"""
      \s*[{}\[\]()]+[\s{}\[\]();,]*$                                   # nothing but brackets
    | \s*["'][^"']+["']\s*:                                            # "key":
    | \s*[│├└┌┐┘─▼▲►]                                                  # a drawing
    | \s*(?:import|from)\s+[\w.]+(?:\s+import\b|\s*[,;]|\s*$)          # import of a module
    | \s*(?:def|class|function|func|fn)\s+\w+\s*[(:{]                  # a definition
    | \s*(?:if|elif|for|while|with)\b(?=.*(?:[=<>(\[.'"]|\bin\b|\bnot\b)).*:$   # a compound statement
    | \s*(?:else|try|finally|except\b.*):$
    | (?:\s+(?:return|raise|yield)\b|(?:return|yield)\s*[({\[])        # its end
    | \s*@[\w.]+(?:\(|$)                                               # a decorator
    | \s*[\w.\[\]'"$*{}-]+\s*(?:\+|-|:)?=\s*\S                         # an assignment
    | \s*(?:resource|variable|provider|module|output|data|locals|backend|\w+)\s+(?:"[^"]*"\s*)*\{   # a block of configuration
    | \s*[\w.]+\([^)\s]*(?:\).{0,3}|,|\(|\{)?$                          # a call
    | \s*(?:cron|rate|[A-Z_]{3,})\([^)]*\)                             # a function of a query or rule
    | \s*\|\s*\w+                                                      # a pipeline
    | \s*(?:SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|CREATE|ALTER|DROP|GRANT|FROM|WHERE|JOIN)\s+[\w*"`(]
    | \s*(?:fields|filter|stats|parse)\s+@
    | \s*</?[a-zA-Z][\w-]*(?:\s[^>]*)?>                                     # a tag
    | \w[\w+.-]*://\S+\s*$                                             # nothing but an address
    """,
    re.VERBOSE,
)
_INSIDE = re.compile(
    r"""
      \S\ {2,}(?:\#|//|←|<-)\ ?\S      # a remark at the end
    | \s\\$ | \{$                        # the signs at the end of a line of code
    | \s--[a-z][\w-]+                   # an option
    | \s[|>]{1,2}\s+/?\w+\s*$           # a pipe
    | \w\ {3,}\S.*\S\ {2,}\S            # columns
    | ── | ►
    """,
    re.VERBOSE,
)
_SIGNS = frozenset("=(){}\"'")  # beside one of them, a semicolon ends a line of code
_COLUMNS = re.compile(r"\S(?: {2,}|\t)\S")
_YAML = re.compile(r"\s*(?:- )?[\w./-]+:(?:\s+\S.*)?$|\s*- \S+$|\s*#|---$")
_SENTENCE_END = re.compile(r"[.!?][)\"'”’]*$")
_FLOW = re.compile(r"→|=>|->")

_LANGUAGES = {
    "python": r"\s*(?:(?:import|from) [\w.]+|def \w+\(|class \w+[(:]|print\(|(?:if|for|while|with) .*:$)"
    r"|\w+ = (?:[\w.]+\(|[{\[])",
    "hcl": r"(?:resource|variable|provider|module|output|data|locals)\b[^:=]*\{",
    "sql": r"\s*(?:SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|CREATE|ALTER|DROP|GRANT)\s+\S"
    r"|\s*\|?\s*(?:fields|filter|stats|parse)\s+@",
    "json": r'\s*"[^"]+"\s*:|\s*[{\[]\s*$',
}


def is_comment(line: str) -> bool:
    """Whether a line is a comment of a script (`# ...`, `// ...`, `#!...`)."""
    return bool(_COMMENT.match(line))


def is_code(line: str) -> bool:
    """Whether a line, for itself, looks like code, a command, a drawing or a row of aligned columns."""
    ended = line.endswith(";") and not _SIGNS.isdisjoint(line)
    return bool(ended or is_comment(line) or _CODE.match(line) or _INSIDE.search(line) or is_command(line))


def is_command(line: str) -> bool:
    """Whether a line reads like a command of a terminal."""
    return bool(_COMMAND.match(line)) and (line.rstrip()[-2:] == " ." or line.rstrip()[-1] not in ".:?!")


def is_flow(line: str) -> bool:
    """Whether a line is a diagram in a row: `A → B → C`, no sentence."""
    return len(_FLOW.findall(line)) >= 2 and not is_sentence(line) and line[:1] not in ("", " ")


def is_sentence(line: str) -> bool:
    """Whether a line is a sentence of prose: it starts at the margin with a capital and ends as sentences do."""
    opens = line[:1].isdigit() or (line[:1].isalpha() and not line[:1].islower())
    return opens and bool(_SENTENCE_END.search(line)) and len(line.split()) >= 5


def is_configuration(lines: Sequence[str]) -> bool:
    """Whether lines are YAML: nothing but keys and items, at least one of them below a key."""
    nested = any(line[:1] == " " for line in lines)
    keyed = sum(bool(re.match(r"\s*(?:- )?[\w./-]+:(?:\s|$)", line)) for line in lines)
    return len(lines) > 1 and nested and keyed * 2 >= len(lines) and lines[0][:1].isalnum() and all(map(_YAML.fullmatch, lines))


def is_columns(lines: Sequence[str]) -> bool:
    """Whether lines, two at least, stand in columns made with spaces."""
    return len(lines) > 1 and all(_COLUMNS.search(line.strip()) for line in lines)


def language(lines: Sequence[str]) -> str:
    """Return the language of a block of code: bash, python, json, hcl, yaml, sql, or text for output and drawings."""
    code = [line for line in lines if line.strip() and not (is_comment(line) and not line.startswith("#!"))]
    if not code:
        return "text"
    if code[0].startswith("#!"):
        return "python" if "python" in code[0] else "bash"
    if is_configuration(code):
        return "yaml"
    votes = {name: sum(bool(re.match(pattern, line)) for line in code) for name, pattern in _LANGUAGES.items()}
    commands = sum(is_command(line) or bool(re.search(r"\s--?[a-z][\w-]+|\s\\$|\s\|\s\w", line)) for line in code)
    name = max(votes, key=lambda known: votes[known])
    if votes["hcl"] or votes["python"]:
        return "hcl" if votes["hcl"] else "python"
    if votes[name] and votes[name] >= commands:
        return name
    return "bash" if commands * 3 >= len(code) and any(map(any_word, code)) else "text"


def is_icon(word: str) -> bool:
    """Whether a word is an emoji or other symbol and nothing else; signs of drawings (U+2500 to U+25FF) are none."""
    symbols = any(unicodedata.category(sign) == "So" and not "\u2500" <= sign <= "\u25ff" for sign in word)
    return symbols and len(word) <= 8 and not any(sign.isalnum() or sign.isspace() for sign in word)

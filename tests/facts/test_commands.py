"""Commands that a course explains: where lines have a prompt, what was printed is none."""

from tests.fakes import passages_of

from studybot.facts.commands import commands

LISTING = """# Objects

## Looking at them

```console
$ find .git/objects -type f   # list the files of all objects
.git/objects/1a/410efbd13591db07496601ebc7a059dd55cfe9 # commit number three
.git/objects/01/55eb4229851634a0f03eb265b69f5a2d56f341 # tree number two
```

```console
# remove the files that nothing needs
$ git prune --verbose
```

```bash
git fsck --full   # check the objects for damage
```
"""


def test_of_a_block_with_prompts_only_what_was_typed_is_a_command() -> None:
    """What a listing prints behind a prompt has remarks, too."""
    found = {one.command: one.purpose for one in commands(passages_of(LISTING))}
    assert found == {
        "find .git/objects -type f": "list the files of all objects",
        "git prune --verbose": "remove the files that nothing needs",
        "git fsck --full": "check the objects for damage",
    }

"""Files of old or other Office programs, saved anew by LibreOffice, where it is installed, in the kind that is read well."""

import os
import resource
import shutil
import signal
import subprocess
from pathlib import Path

from studybot.errors import CorpusError

RENEWED = {".doc": ".docx", ".ppt": ".pptx", ".pps": ".pptx", ".xls": ".xlsx", ".odp": ".pptx", ".ods": ".xlsx"}
SECONDS = 120
MEMORY = 4_000_000_000  # bytes of address space, most of which LibreOffice never touches
# Of the profile: no macros, nothing that a document links to, no updates, and a proxy behind which nothing is.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_PROFILE = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>'
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'


def office() -> str:
    """Return the command of LibreOffice, "" where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def renewed(path: Path, folder: Path) -> Path:
    """Return a file saved anew in an empty `folder`, which also holds all that LibreOffice writes meanwhile.

    Raises CorpusError where LibreOffice is missing, takes too long or makes nothing of the file.
    """
    suffix = path.suffix.lower()
    kind, command = RENEWED[suffix], office()
    if not command:
        raise CorpusError(f"is of a kind ({suffix}) that LibreOffice reads: save it as {kind}, or install LibreOffice")
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_PROFILE.format("".join(_ITEM.format(*item) for item in _SETTINGS)))
    given, made = folder / f"given{suffix}", folder / f"given{kind}"
    shutil.copyfile(path, given)
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", f"-env:UserInstallation={user.parent.as_uri()}"]
    _run([*_apart(), command, *options, "--convert-to", kind[1:], "--outdir", str(folder), str(given)], folder)
    if not made.is_file() or not made.stat().st_size:
        raise CorpusError(f"cannot be opened by LibreOffice (a password protects it, or it is damaged): save it as {kind}")
    try:
        return made.rename(folder / f"{path.stem}{kind}")
    except OSError:  # with the other ending the name is too long
        return made


def _run(command: list[str], folder: Path) -> None:
    """Run a command with its children in bounds of time and memory."""
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=folder, env=environment, start_new_session=True
    ) as running:
        if hasattr(resource, "prlimit"):
            resource.prlimit(running.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            running.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise CorpusError(f"takes LibreOffice longer than {SECONDS} s to open: split it or save it anew") from error
        finally:
            _end(running.pid)


def _end(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:  # all of it has ended
        return


def _apart() -> list[str]:
    """What runs a command without any network, where the system lets one do so."""
    unshare = shutil.which("unshare")
    command = [unshare, "--user", "--map-root-user", "--net"] if unshare else []
    able = command and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    return command if able else []

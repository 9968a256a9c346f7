import gzip
import json
import re
from hashlib import sha256
from posixpath import dirname, join, normpath

import pytest
from fastapi.testclient import TestClient

from studybot.served import Served
from studybot.ui.app import LEARNER_PAGES
from studybot.ui.frame.assets import FOR_GOOD, PLACE, SCRIPTS, SHARED, SHEET, assets, head
from studybot.ui.frame.bundle import HEADER, graph, static

from .builders import pages

TOP = re.compile(r"^(?:async )?(?:function|const|let|class) (\{[^}]*\}|[\w$]+)", re.MULTILINE)


@pytest.fixture
def client(tiny_studybot: Served) -> TestClient:
    """The pages of the tiny course over HTTP."""
    return pages(tiny_studybot)


def test_a_file_is_named_by_its_content_and_kept_for_good(client: TestClient) -> None:
    """Scripts, styles and fonts come under names that hold the hash of their bytes, packed or not, and never change."""
    for name, asset in assets().items():
        reply = client.get(asset.address, headers={"accept-encoding": "identity"})
        assert sha256(reply.content).hexdigest()[:12] in asset.address, name
        assert reply.headers["cache-control"] == FOR_GOOD
        assert reply.headers["content-type"].startswith(asset.kind)
    with client.stream("GET", assets()[SHEET].address, headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip" and gzip.decompress(raw) == assets()[SHEET].body


def test_a_name_of_another_build_leads_nowhere(client: TestClient) -> None:
    """A file that an older page asks for is not answered with other content, and nothing beside the files is served."""
    old = f"{PLACE}frame.000000000000.js"
    for path in (old, f"{PLACE}frame/core.js", f"{PLACE}ask/page.py", f"{PLACE}../settings.py", f"{PLACE}%2e%2e/settings.py"):
        assert client.get(path).status_code == 404, path


def test_a_page_waits_for_three_files(client: TestClient) -> None:
    """A page names one style sheet and two scripts, all of which exist, and nothing of it comes from another place."""
    for page in LEARNER_PAGES:
        html = client.get(page.path).text
        named = re.findall(r'<(?:script|link)[^>]* (?:src|href)="(/[^"]+)"', html)
        assert len(named) == 3, page.name
        assert all(client.get(address).status_code == 200 for address in named)


@pytest.mark.parametrize("entry", SCRIPTS)
def test_a_page_has_all_that_it_imports(entry: str) -> None:
    """The joined scripts of a page hold each script that its own one needs, once; those of all pages are in one file."""
    own, common = assets()[entry].body.decode(), assets()[SHARED].body.decode()
    for script in {*graph(entry), *graph(HEADER)}:
        assert own.count(f"// {script}\n") + common.count(f"// {script}\n") == 1, script
    offered = set(re.findall(r"[\w$]+", common.rpartition("export {")[2]))
    wanted = re.findall(r"([\w$]+)(?: as [\w$]+)?[,}]", own.partition('" from')[0].partition(" from ")[0].replace(" }", "}"))
    assert wanted and set(wanted) <= offered
    assert "import" not in re.findall(r"^\w+", own.partition("\n")[2], re.MULTILINE)


@pytest.mark.parametrize("entry", SCRIPTS)
def test_no_two_scripts_of_a_page_use_a_name_at_their_top(entry: str) -> None:
    """Joined scripts share a scope: what one declares at its top, no other one does."""
    for body in (assets()[entry].body.decode(), assets()[SHARED].body.decode()):
        names = [name for told in TOP.findall(body) for name in re.findall(r"[\w$]+", told)]
        assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("entry", [HEADER, *SCRIPTS])
def test_scripts_import_in_one_direction(entry: str) -> None:
    """What a script imports has run before it: no two need each other, so each can be read without the others."""
    order = graph(entry)
    for script in order:
        for place in re.findall(r'^import [^;]*?"(\.[^"]+)";', static(script), re.MULTILINE):
            imported = normpath(join(dirname(script), place))
            assert order.index(imported) < order.index(script), f"{script} and {imported} import each other"


def test_a_page_is_told_its_colours_before_it_is_drawn() -> None:
    """Light or dark is chosen before the styles come, so that nothing flashes."""
    html = head("ask/begin.js")
    assert html.index("studybot.theme") < html.index("stylesheet")


def test_the_worker_keeps_what_belongs_to_this_version(client: TestClient) -> None:
    """The script that works without a network names the files of this version, and is asked for again each time."""
    reply = client.get("/worker.js")
    assert reply.headers["cache-control"] == "no-cache" and reply.headers["content-type"].startswith("text/javascript")
    listed = json.loads(reply.text.partition(" = ")[2].partition(";\n")[0])
    assert {assets()[SHARED].address, assets()[SHEET].address, assets()["study/study.js"].address} <= set(listed)
    assert all(client.get(address).status_code == 200 for address in listed)

import gzip
import json
import re
from hashlib import sha256

import pytest
from fastapi.testclient import TestClient

from studybot.served import Served
from studybot.ui.app import OTHER_PAGES, PAGES
from studybot.ui.frame.assets import FOR_GOOD, HEADER, PLACE, SHEET, assets, graph, head, static

from .builders import pages

ENTRIES = ("ask/begin.js", "study/study.js", "practise/practise.js", "coverage/coverage.js", "evaluate/review.js")


@pytest.fixture
def client(tiny_studybot: Served) -> TestClient:
    """The pages of the tiny course over HTTP."""
    return pages(tiny_studybot)


def test_a_file_is_named_by_its_content_and_kept_for_good(client: TestClient) -> None:
    """Each script and the styles come under a name that holds the hash of their bytes, packed or not, and never change."""
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
    old = f"{PLACE}frame/core.000000000000.js"
    for path in (old, f"{PLACE}frame/core.js", f"{PLACE}ask/page.py", f"{PLACE}../settings.py", f"{PLACE}%2e%2e/settings.py"):
        assert client.get(path).status_code == 404, path


def test_every_page_finds_all_that_it_imports(client: TestClient) -> None:
    """The import map of each page names each script that its own script needs, before any script runs."""
    for page in (*PAGES, *OTHER_PAGES):
        html = client.get(page.path).text
        told = re.search(r'<script type="importmap">(.*?)</script>', html)
        assert told and told.start() < html.index('type="module"'), page.name
        imports = json.loads(told[1])["imports"]
        for place, address in imports.items():
            assert client.get(address).status_code == 200, place
        entry = re.findall(rf"return import\(location\.origin \+ \\u0027{PLACE}([\w/.]+)", html)
        assert entry and {PLACE + name for name in (*graph(entry[0]), *graph(HEADER))} == set(imports), page.name


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_script_imports_scripts_that_exist(entry: str) -> None:
    """Every script that is imported on the way is a file of the package."""
    assert all(static(name) for name in graph(entry))
    assert "frame/core.js" in graph(entry)


def test_a_page_is_told_its_colours_before_it_is_drawn() -> None:
    """Light or dark is chosen before the styles come, so that nothing flashes."""
    html = head("ask/begin.js")
    assert html.index("studybot.theme") < html.index("stylesheet")

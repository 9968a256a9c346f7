import re

import pytest
from fastapi.testclient import TestClient

from studybot.served import Served
from studybot.ui.app import PAGES
from studybot.ui.frame.assets import SHEET, assets, head
from studybot.wiring import open_studybot

from .builders import pages

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def client(tiny_studybot: Served) -> TestClient:
    """The pages of the tiny course over HTTP."""
    return pages(tiny_studybot)


def test_each_page_is_served(client: TestClient) -> None:
    """Every page of the navigation answers, and links to every other and to none that is missing."""
    for page in PAGES:
        reply = client.get(page.path)
        assert reply.status_code == 200
        assert all(f'href="{one.path}"' in reply.text for one in PAGES)


def test_nothing_is_loaded_from_elsewhere(client: TestClient) -> None:
    """The head, the scripts and the styles name no other machine."""
    files = "".join(asset.body.decode() for asset in assets().values() if not asset.kind.startswith("font/"))
    assert re.findall(r"https?://(?!www\.w3\.org)[^\s\"')]+", head("ask/begin.js") + files) == []
    assert assets()[SHEET].body
    assert "http" not in re.sub(r"<svg[^>]*>", "", client.get("/").text)


def test_a_page_stands_in_what_the_server_sends(client: TestClient) -> None:
    """A page can be read before any script runs, and its scripts know the room that they call for; Gradio's are not sent."""
    html = client.get("/", headers=BROWSER).text
    assert 'id="sb-text"' in html and "What would you like to" in html
    assert re.search(r'<main class="sb-page-host" data-room="ask" data-who="\w{16}" data-keeps="yes">', html)
    assert "gradio" not in html.lower()
    assert client.get("/theme.css").status_code == client.get("/assets/index.js").status_code == 404


def test_tools_for_other_programs_are_off_until_asked_for(client: TestClient, tiny_studybot: Served) -> None:
    """With `mcp` the page offers three described tools to MCP clients; without it, none."""
    assert client.get("/gradio_api/info").status_code == 404
    open_to_all = open_studybot(tiny_studybot.settings.model_copy(update={"mcp": True}))
    with_tools = pages(open_to_all)
    assert set(with_tools.get("/gradio_api/info").json()["named_endpoints"]) == {"/ask_course", "/list_topics", "/read_passage"}
    schema = with_tools.get("/gradio_api/mcp/schema").json()
    assert len(schema) == 3
    assert all(len(tool["description"]) > 40 for tool in schema)


@pytest.mark.parametrize("path", ["/nowhere", "/study/nowhere", "/coverag"])
def test_an_address_that_leads_nowhere_leads_back(client: TestClient, path: str) -> None:
    """A browser gets a page that links to all of the others and loads nothing from elsewhere; a program its JSON."""
    reply = client.get(path, headers=BROWSER)
    assert reply.status_code == 404 and reply.headers["content-type"].startswith("text/html")
    assert "There is no such page" in reply.text and "Not Found" not in reply.text
    assert all(f'href="{page.path}"' in reply.text for page in PAGES)
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert list(client.get(path).json()) == ["error"]
    assert client.post(path, headers=BROWSER).headers["content-type"] == "application/json"


def test_what_exists_is_not_replaced(client: TestClient) -> None:
    """Pages, their files and the server's own interface answer a browser as before."""
    assert "no such page" not in client.get("/study", headers=BROWSER).text
    assert client.get(assets()[SHEET].address, headers=BROWSER).headers["content-type"].startswith("text/css")
    assert client.get("/gradio_api/nothing", headers=BROWSER).headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/ask", "POST"),
        ("DELETE", "/api/topics", "GET, HEAD"),
        ("POST", "/study", "GET, HEAD"),
        ("PUT", "/login", "GET, HEAD, POST"),
        ("GET", "/gradio_api/component_server", "POST"),
        ("TRACE", "/healthz", "GET, HEAD"),
        ("OPTIONS", "/find", "POST"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_405(client: TestClient, method: str, path: str, allowed: str) -> None:
    """The reply names the methods that are taken, of all routes of an address."""
    reply = client.request(method, path, headers={"content-type": "application/json"})
    assert (reply.status_code, reply.headers["allow"]) == (405, allowed)
    assert method in reply.json()["error"]


@pytest.mark.parametrize("path", ["/", "/study/", "/api/topics", "/healthz", "/readyz", "/login", "/docs"])
def test_what_can_be_got_has_a_head(client: TestClient, path: str) -> None:
    """HEAD is answered as GET is, as programs that look after servers ask."""
    assert client.head(path).status_code == client.get(path).status_code == 200

import gzip
import re
from base64 import b64encode
from hashlib import sha256

from fastapi.testclient import TestClient

from studybot.ui.app import INSTRUCTOR_PAGES, PAGES

from .conftest import Open

HTML = {"accept": "text/html", "accept-encoding": "identity"}


def policy(client: TestClient, path: str) -> tuple[str, str]:
    """A page, and the policy that comes with it."""
    reply = client.get(path, headers=HTML)
    return reply.text, reply.headers["content-security-policy"]


def test_every_page_says_what_may_run_and_who_may_frame_it(browser: Open) -> None:
    """No page lets an inline script run but by its hash, none may be framed, and none lets a browser guess."""
    client = browser()
    for path in (*(page.path for page in (*PAGES, *INSTRUCTOR_PAGES)), "/docs", "/nowhere"):
        html, given = policy(client, path)
        assert "frame-ancestors 'none'" in given, path
        scripts = given.partition("script-src")[2].partition(";")[0]
        assert "'unsafe-inline'" not in scripts and "'unsafe-eval'" not in scripts, path
        for attributes, text in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL):
            assert "src=" in attributes or b64encode(sha256(text.encode()).digest()).decode() in scripts, path
    for path in ("/", "/coverage", "/api/topics", "/healthz", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY", path
        assert headers["referrer-policy"] == "same-origin" and headers["cache-control"], path
    login = browser("http://studybot.example")
    assert "'unsafe-inline'" not in policy(login, "/login")[1].partition("script-src")[2].partition(";")[0]


def test_each_page_has_a_name_and_speaks_of_the_product(browser: Open) -> None:
    """Tabs can be told apart, and an address that is pasted elsewhere shows the course."""
    client = browser()
    titles = [re.findall(r"<title>(.*?)</title>", client.get(page.path).text) for page in PAGES]
    assert titles == [[f"{page.name} · Tiny Cloud Course · studybot"] for page in PAGES]
    html = client.get("/study").text
    assert re.findall(r'<meta property="og:title" content="([^"]*)"', html) == ["Study · Tiny Cloud Course · studybot"]
    assert len(re.findall(r'<meta name="description"', html)) == 1


def test_pages_come_packed_and_only_when_they_changed(browser: Open) -> None:
    """A page that a browser has already is not sent again, and one that is sent is packed."""
    client = browser()
    client.get("/", headers={"accept": "text/html"})
    packed = client.get("/openapi.json", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip" and int(packed.headers["content-length"]) < len(packed.content) / 2
    again = client.get("/openapi.json", headers={"if-none-match": packed.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    with client.stream("GET", "/", headers={"accept": "text/html", "accept-encoding": "gzip"}) as reply:
        raw = b"".join(reply.iter_raw())
    assert b"sb-ask" in gzip.decompress(raw)

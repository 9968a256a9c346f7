"""A visit to the page over a slow line, in a real browser: the first one, and one that finds what it kept."""

import shutil
import time
from collections.abc import Iterator

from benches.bench import Bench
from benches.rows import Row, served

LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.4e6 / 8, "uploadThroughput": 0.7e6 / 8}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
LIMITS = {"first": 3.0, "second": 1.0}
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})"""


def visits(bench: Bench) -> Iterator[Row]:
    """Yield a first and a second visit at 1.4 Mbit/s and 150 ms: bytes, and seconds until a question can be typed."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  # a tool of development
    except ImportError:
        browser = None
    if browser is None:
        return
    with served(bench.environment) as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS)
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        context.new_page().goto("about:blank")  # what a browser takes to start is no part of a visit
        for visit, limit in LIMITS.items():
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", LINE)
            sizes: list[int] = []
            session.on("Network.loadingFinished", lambda end, sizes=sizes: sizes.append(int(end["encodedDataLength"])))
            began = time.perf_counter()
            page.goto(f"http://127.0.0.1:{server.port}/", wait_until="commit")
            page.wait_for_selector("#sb-ask[data-ready]", timeout=60_000)
            usable = time.perf_counter() - began
            page.wait_for_load_state("networkidle")
            shown = f"{sum(sizes) / 1000:.0f} KB in {len(sizes)} files, layout moves {page.evaluate(SHIFT):.3f}"
            name = f"{visit} visit to the page at 1.4 Mbit/s and 150 ms, until a question can be typed"
            yield Row(name, shown, "", usable, "s", limit)
            page.close()
        chromium.close()

"""axe-core: what a page gets wrong for whoever uses it with assistive technology."""

from importlib.resources import files

from playwright.sync_api import Page

SOURCE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}`));
}"""


def violations(page: Page) -> list[str]:
    """Return every violation of all of axe-core's rules on the page as it stands, with the element."""
    page.evaluate(SOURCE)
    return list(page.evaluate(RUN))

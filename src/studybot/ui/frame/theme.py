"""The look of Gradio's own components: the palette and the fonts."""

from typing import Any

import gradio as gr

_INK = gr.themes.Color(
    name="ink",
    c50="#eef1fb",
    c100="#dde3f7",
    c200="#bcc7ef",
    c300="#96a8e6",
    c400="#6d85da",
    c500="#4a66cc",
    c600="#3650b4",
    c700="#2c4193",
    c800="#243573",
    c900="#1b2853",
    c950="#111a38",
)
_PAPER = gr.themes.Color(
    name="paper",
    c50="#fbfaf7",
    c100="#f4f2ec",
    c200="#e6e2d8",
    c300="#d0cbbd",
    c400="#a5a091",
    c500="#77736a",
    c600="#565349",
    c700="#3b3a36",
    c800="#23252b",
    c900="#191c22",
    c950="#12141a",
)


class _Font(gr.themes.LocalFont):
    """A font that comes with Gradio; until it is there the text stands in the system's, and is not invisible."""

    def stylesheet(self) -> dict[str, Any]:
        """Return Gradio's rules with `font-display: swap`."""
        sheet: dict[str, Any] = super().stylesheet()
        return sheet | {"css": sheet["css"].replace("font-style: normal;", "font-style: normal;\n    font-display: swap;")}


def theme() -> gr.themes.Base:
    """Return the theme of Gradio's components; its fonts come with the package, nothing is loaded from elsewhere."""
    return gr.themes.Base(
        primary_hue=_INK,
        secondary_hue=_INK,
        neutral_hue=_PAPER,
        radius_size=gr.themes.sizes.radius_md,
        # Of the fonts that come with Gradio these are whole; others hold a few letters only, as do their semibold cuts.
        font=[_Font("IBM Plex Sans", weights=(400, 700)), "system-ui", "sans-serif"],
        font_mono=[_Font("IBM Plex Mono", weights=(400, 700)), "ui-monospace", "monospace"],
    ).set(
        body_background_fill="#fbfaf7",
        body_background_fill_dark="#14171d",
        body_text_color="#1d2330",
        body_text_color_dark="#e9e6df",
    )

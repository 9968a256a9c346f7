import assert from "node:assert/strict";
import { test } from "node:test";
import { open, UI } from "./browser.js";

open("<div id=place><p>before</p></div>");
const { clean, setHtml } = await import(`${UI}frame/html.js`);

const shown = (html) => {
  const holder = document.createElement("div");
  holder.append(clean(html));
  return holder.innerHTML;
};

test("what the templates write comes through as it is", () => {
  for (const html of [
    '<article class="sb-turn" data-turn-id="1"><h2 tabindex="-1">A</h2><a class="sb-cite" href="/study?topic=s3#x" aria-label="Source 1">1</a></article>',
    '<form id="f"><label>A <input type="radio" name="a" value="1" checked=""></label><button type="submit">Go</button></form>',
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M1 1h2"></path><circle cx="1" cy="1" r="1"></circle></svg>',
    "<math><mrow><mi>x</mi><mo>=</mo><mn>1</mn></mrow></math>",
    '<span style="width: 40%"></span><img src="/pictures/a.png" alt="" loading="lazy">',
    '<a href="https://example.org/a?b=c" rel="noopener">out</a><a href="mailto:a@example.org">mail</a><a href="?view=exam">in</a>',
    "<table><tbody><tr><td>1</td></tr></tbody></table><mark>m</mark><ins>i</ins><del>d</del>",
  ])
    assert.equal(shown(html), html);
});

test("nothing that runs, loads from elsewhere or sends comes through", () => {
  const bad = [
    "<script>window.ran = 1</script>",
    '<img src="x" onerror="window.ran = 1">',
    '<a href="javascript:window.ran=1">a</a>',
    '<a href=" java\nscript:window.ran=1">a</a>',
    '<a href="data:text/html,x">a</a>',
    '<iframe src="/"></iframe><object data="/x"></object><embed src="/x">',
    '<form action="https://example.org/"><button formaction="//example.org/">b</button></form>',
    '<img src="https://example.org/x.png"><img src="//example.org/x.png" srcset="//example.org/y.png 2x">',
    '<svg><script>window.ran = 1</script><a xlink:href="javascript:window.ran=1"></a><foreignObject><p>x</p></foreignObject></svg>',
    "<math><annotation-xml encoding='text/html'><style><img src=x onerror=window.ran=1></style></annotation-xml></math>",
    '<base href="https://example.org/"><meta http-equiv="refresh" content="0;url=//example.org"><link rel="stylesheet" href="//example.org">',
    '<p style="background: url(//example.org/x)">p</p><template><img src=x onerror=window.ran=1></template>',
  ];
  for (const html of bad) {
    const left = shown(html);
    assert.doesNotMatch(
      left,
      /javascript|example\.org|onerror|<script|<iframe|<base|<meta|<link|<template|data:text|foreignObject/i,
      html,
    );
  }
  assert.equal(window.ran, undefined);
});

test("a place holds what was put there last and nothing of before", () => {
  setHtml(document.querySelector("#place"), "<b>now</b>");
  assert.equal(document.querySelector("#place").innerHTML, "<b>now</b>");
});

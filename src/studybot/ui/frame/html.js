// The one way by which HTML of the server comes into a page. The server escapes what it does not write itself (html/section.py);
// here, once more, nothing passes that could run, load from elsewhere or send.

const ELEMENTS = new Set(
  (
    "a abbr article aside b blockquote br button caption circle code col colgroup dd del details dialog div dl dt em fieldset " +
    "figcaption figure footer form g h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label legend li line main mark nav ol optgroup " +
    "option output p path polyline pre progress q rect s samp section select small span strong sub summary sup svg table tbody td " +
    "text textarea tfoot th thead time title tr tspan u ul var " +
    // A formula.
    "math mrow mi mo mn mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mprescripts none " +
    "mtable mtr mtd mstyle mpadded mphantom menclose merror ms"
  ).split(" "),
);
const ADDRESSES = new Set([
  "href",
  "src",
  "action",
  "formaction",
  "xlink:href",
  "poster",
  "data",
  "cite",
  "background",
  "ping",
]);
// Forms and pictures stay on this server; links may lead elsewhere.
const OWN = /^(?:[/?#]|[^:/?#]+(?:[/?#]|$)|$)/;
const LINK = /^(?:https?:|mailto:)/i;

/** @param {string} name @param {string} value */
function isSafe(name, value) {
  if (name.startsWith("on") || name === "srcdoc" || name === "srcset") return false;
  if (name === "style") return !/url\(|expression|@import|\\/i.test(value);
  if (!ADDRESSES.has(name)) return true;
  // Browsers skip control characters and spaces where an address begins.
  const address = [...value].filter((sign) => sign > " ").join("");
  if (address.startsWith("//")) return false;
  return OWN.test(address) || (name === "href" && LINK.test(address));
}

/** @param {Element} element */
function cleanOne(element) {
  if (!ELEMENTS.has(element.localName)) {
    element.remove();
    return;
  }
  for (const { name, value } of [...element.attributes]) if (!isSafe(name.toLowerCase(), value)) element.removeAttribute(name);
}

/**
 * Return HTML as nodes that are not in the page yet.
 * @param {string} html
 */
export function clean(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  holder.content.querySelectorAll("*").forEach(cleanOne);
  return holder.content;
}

/**
 * Put HTML into a place of the page instead of what stands there.
 * @param {Element} place
 * @param {string} html
 */
export function setHtml(place, html) {
  place.replaceChildren(clean(html));
}

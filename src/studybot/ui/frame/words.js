// What the scripts say: written in English, said in the language of the page. Its words are a file of their own that stands
// before the scripts (frame/assets.py); for English there is none.

/** @type {Record<string, string | string[]>} */
const translations = /** @type {any} */ (globalThis).studybotWords ?? {};
const NAMES = /\{(\w+)\}/g;
const fillNames = (text, values) => text.replace(NAMES, (_, name) => String(values[name]));

/** The language of the page, for numbers and dates. */
export const spoken = document.documentElement.lang || "en";

/**
 * A message in the language of the page, with the {names} in it fillNames.
 * @param {string} message
 * @param {Record<string, unknown>} [values]
 */
export function t(message, values) {
  const text = /** @type {string} */ (translations[message] ?? message);
  return values ? fillNames(text, values) : text;
}

/**
 * The message that fits a number, which is its {n}.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Record<string, unknown>} [values]
 */
export function tn(one, many, n, values = {}) {
  const forms = translations[one] ?? [one, many];
  return fillNames(n === 1 ? forms[0] : forms[1], { n, ...values });
}

// What is held of the page's scripts beyond their types; how they are written is prettier's.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["node_modules/", ".venv/", "corpus/", "data/"] },
  js.configs.recommended,
  {
    rules: {
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "AssignmentExpression > MemberExpression.left[property.name=/^(innerHTML|outerHTML)$/]",
          message: "HTML comes into a page through setHtml (frame/html.js) alone.",
        },
        {
          selector:
            "CallExpression[callee.property.name=/^(insertAdjacentHTML|write|writeln|setHTMLUnsafe|createContextualFragment)$/]",
          message: "HTML comes into a page through setHtml (frame/html.js) alone.",
        },
      ],
      "no-shadow": ["error", { builtinGlobals: false }],
      "no-unused-vars": ["error", { args: "after-used" }],
    },
  },
  { files: ["src/studybot/ui/frame/html.js"], rules: { "no-restricted-syntax": "off" } },
  { files: ["src/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["src/studybot/ui/frame/theme.js", "src/studybot/evaluate/report.js"], languageOptions: { sourceType: "script" } },
  {
    files: ["src/studybot/ui/frame/worker.js"],
    languageOptions: { globals: { ...globals.serviceworker, FILES: "readonly", WORDS: "readonly", AWAY: "readonly" } },
  },
  { files: ["tests/**/*.js", "*.js"], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];

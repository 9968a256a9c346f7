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
      "no-shadow": ["error", { builtinGlobals: false }],
      "no-unused-vars": ["error", { args: "after-used" }],
    },
  },
  { files: ["src/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["src/studybot/ui/frame/theme.js", "src/studybot/evaluate/report.js"], languageOptions: { sourceType: "script" } },
  { files: ["tests/**/*.js", "*.js"], languageOptions: { globals: globals.node } },
];

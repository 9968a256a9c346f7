// Light or dark, and the size of the text, before anything is drawn: the reader's own choice, else the system's.
(() => {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const chosen = () => kept("studybot.theme");
  const apply = () => {
    const dark = (chosen() ?? (system.matches ? "dark" : "light")) === "dark";
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
    document.documentElement.dataset.text = kept("studybot.text") ?? "normal";
    document.documentElement.dataset.lengthOfAnswers = kept("studybot.answers") ?? "normal";
    document.body?.classList.toggle("dark", dark);
    window.dispatchEvent(new CustomEvent("studybot:theme", { detail: { dark } }));
  };
  system.addEventListener("change", apply);
  window.addEventListener("studybot:apply-theme", apply);
  apply();
})();

// Light or dark before anything is drawn: the reader's own choice, else the system's.
(() => {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem("studybot.theme"); } catch { return null; }
  };
  const apply = () => {
    const dark = (chosen() ?? (system.matches ? "dark" : "light")) === "dark";
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
    document.body?.classList.toggle("dark", dark);
    window.dispatchEvent(new CustomEvent("studybot:theme", { detail: { dark } }));
  };
  system.addEventListener("change", apply);
  window.addEventListener("studybot:apply-theme", apply);
  apply();
})();

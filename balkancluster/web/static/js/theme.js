// Light, dark or as the device: chosen at once, and remembered in a cookie so that the server
// can set it on the page before anything is drawn.
const ONE_YEAR = 365 * 24 * 60 * 60;

function choose(theme) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=${ONE_YEAR}; samesite=lax${secure}`;
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-theme-choice] [name=theme]")) choose(event.target.value);
});

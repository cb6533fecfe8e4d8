// The last resort when a gap cannot be filled: load the page anew, but never in a loop.
const KEY = "reloaded-at";
const CALM = 60_000;

export function reloadOnce() {
  try {
    if (Date.now() - Number(sessionStorage.getItem(KEY)) < CALM) return;
    sessionStorage.setItem(KEY, String(Date.now()));
  } catch {
    return;
  }
  location.reload();
}

// The last resort when a gap cannot be filled: load the page anew. Once: a network that loses the same thing for
// ever would make a loop of it.
const KEY = "reloaded-at";
const CALM = 60 * 60_000;

// Returns whether the page is about to be loaded.
export function reloadOnce() {
  try {
    if (Date.now() - Number(sessionStorage.getItem(KEY)) < CALM) return false;
    sessionStorage.setItem(KEY, String(Date.now()));
  } catch {
    return false;
  }
  location.reload();
  return true;
}

// A computer that others use too: who signed in without "remember me" takes their drafts along when they sign
// out. On one's own device drafts stay for the next time.
import { forgetDrafts } from "./draft.js";

const SHARED = "shared-device";

export function startSharedDevice() {
  document.addEventListener("submit", ({ target }) => {
    try {
      if (target.matches("[action='/sign-in']")) remember(target.elements.remember);
      if (target.matches("[action='/sign-out']") && localStorage.getItem(SHARED)) forgetDrafts();
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  });
}

function remember(box) {
  if (box?.checked === false) localStorage.setItem(SHARED, "1");
  else localStorage.removeItem(SHARED);
}

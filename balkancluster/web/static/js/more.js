// The end of what is loaded is a link that brings more: by a click, or when it comes in sight.
import { markMentions } from "./message.js";
import { fetchPage } from "./page.js";
import { hear } from "./signals.js";

// `add` puts a fetched page into the talk that is shown.
export function startMore(selector, add) {
  if (!document.querySelector("[data-log]")) return;
  let loading = false;
  const sight = new IntersectionObserver((entries) => {
    const seen = entries.find((entry) => entry.isIntersecting);
    if (seen) load(seen.target);
  });

  function watch() {
    sight.disconnect();
    const link = document.querySelector(selector);
    if (link) sight.observe(link);
  }

  async function load(link) {
    if (loading) return;
    loading = true;
    const hadFocus = link === document.activeElement;
    try {
      const page = await fetchPage(link.href);
      const log = document.querySelector("[data-log]");
      log.ariaBusy = "true";
      add(page);
      markMentions(log);
      log.ariaBusy = null;
      if (hadFocus) (document.querySelector(selector) ?? log).focus({ preventScroll: true });
    } catch {
      // The link stays and can be tried again; the banner says that the connection is gone.
    } finally {
      loading = false;
      watch();
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(selector);
    if (!link) return;
    event.preventDefault();
    load(link);
  });
  watch();
  hear("page.swapped", watch);
}

// The way to a message: a quote, a pin, a time, an address in somebody's words. What is on the page already is
// shown where it stands; anything else is opened by the server, with what was said around it.
const ADDRESS = /^\/rooms\/\d+\/messages\/([0-9a-f-]{36})$/;

export function startMessageLinks() {
  if (!document.querySelector("[data-talk]")) return;
  document.addEventListener("click", jump);
  addEventListener("hashchange", arrive);
  if (!arrive()) lead();
}

// An address of this page that names a message further up.
function lead() {
  const id = /^#m([0-9a-f-]{36})$/.exec(location.hash)?.[1];
  if (!id || new URLSearchParams(location.search).get("at") === id) return;
  location.replace(`/rooms/${document.querySelector("[data-talk]").dataset.room}/messages/${id}`);
}

function jump(event) {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || link.target || link.origin !== location.origin) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const id = ADDRESS.exec(link.pathname)?.[1];
  const article = id && document.getElementById(`m${id}`);
  if (!article) return;
  event.preventDefault();
  link.closest("[popover]:popover-open")?.hidePopover();
  // The same place a second time changes no address, and is gone to all the same.
  if (location.hash === `#${article.id}`) arrive();
  else location.hash = article.id;
}

// Who reads by keyboard or by ear goes on from the message, not from the top of the page.
function arrive() {
  const article = location.hash.startsWith("#m") && document.getElementById(location.hash.slice(1));
  if (!article || !article.matches("[data-log] article")) return false;
  article.tabIndex = -1;
  article.focus({ preventScroll: true });
  article.scrollIntoView({ block: "center", behavior: "instant" });
  return true;
}

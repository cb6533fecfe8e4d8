// Turns one piece of the page into a newer one and keeps every element that is in both: focus, caret,
// scroll position, open menus and what is being typed stay where they are.
//
// Elements are the same when their ids are, or, without ids, when they stand at the same place. What has
// data-keep belongs to scripts and is left as it is.

// What is typed is no child of its field, and a page that runs scripts reads no <noscript>.
const WITHOUT_CHILDREN = new Set(["textarea", "noscript"]);

export function morph(old, wanted) {
  if (isKept(old)) return;
  // Whether the original of a text is open is the reader's affair.
  if ("original" in old.dataset) wanted.open = old.open;
  morphAttributes(old, wanted);
  if (old.localName === "template") old.innerHTML = wanted.innerHTML;
  else if (!WITHOUT_CHILDREN.has(old.localName)) morphChildren(old, wanted);
}

function morphAttributes(old, wanted) {
  for (const { name } of [...old.attributes]) if (!wanted.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function morphChildren(old, wanted) {
  const byId = index(old);
  const wantedIds = index(wanted);
  let at = old.firstChild;
  for (const next of [...wanted.childNodes]) {
    const match = next.id ? byId.get(next.id) : findBare(at, next);
    if (match && isKept(match)) continue;
    at = next.id && match ? clearTo(match, at, wantedIds) : skipKept(at);
    if (!match) old.insertBefore(next, at);
    else if (match === at) at = at.nextSibling;
    else old.insertBefore(match, at);
    if (match) update(match, next);
  }
  while (at) at = drop(at);
}

function index(parent) {
  return new Map([...parent.children].filter((child) => child.id).map((child) => [child.id, child]));
}

function findBare(at, next) {
  const here = skipKept(at);
  const same = here && !here.id && here.nodeType === next.nodeType && here.localName === next.localName;
  return same ? here : null;
}

// Takes out what nobody wants before `match`, so that `match` itself need not move.
function clearTo(match, at, wantedIds) {
  while (at && at !== match) {
    if (at.id && wantedIds.has(at.id)) return at;
    at = drop(at);
  }
  return at;
}

function drop(node) {
  const next = node.nextSibling;
  if (!isKept(node)) node.remove();
  return next;
}

function skipKept(node) {
  while (node && isKept(node)) node = node.nextSibling;
  return node;
}

function isKept(node) {
  return node.dataset?.keep !== undefined;
}

function update(match, next) {
  if (match.nodeType === Node.ELEMENT_NODE) morph(match, next);
  else if (match.data !== next.data) match.data = next.data;
}

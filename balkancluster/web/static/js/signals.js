// What parts of the page tell each other; nobody needs to know who listens.
const bus = new EventTarget();

export function tell(name, detail = {}) {
  bus.dispatchEvent(new CustomEvent(name, { detail }));
}

export function hear(name, act) {
  bus.addEventListener(name, (event) => act(event.detail));
}

// The line as a socket. It counts as open once the server has answered hello: there are proxies that open a line
// which leads nowhere.
const OPEN_WITHIN = 20_000;
const WELCOME_WITHIN = 6_000;
const BEAT = 25_000;
const SILENCE = 70_000;
const TORN = 1006;

export function openSocket({ greet, opened, heard, closed }) {
  const socket = new WebSocket(address());
  let isOpen = false;
  let isOver = false;
  let heardAt = Date.now();
  // A server to which thousands come back lets them wait for the handshake, and then answers at once.
  let patience = setTimeout(() => end(TORN), OPEN_WITHIN);
  const watch = setInterval(() => isSilent(SILENCE) && end(TORN), SILENCE / 4);

  const send = (frame) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame));
  const isSilent = (time) => Date.now() - heardAt > time;

  socket.onopen = () => {
    clearTimeout(patience);
    patience = setTimeout(() => end(TORN, { isDeaf: true }), WELCOME_WITHIN);
    greet(send);
  };
  socket.onclose = ({ code }) => end(code);
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data);
    heardAt = Date.now();
    if (frame.t === "welcome") begin();
    heard(frame);
  };

  function begin() {
    isOpen = true;
    clearTimeout(patience);
    opened();
  }

  // A line that is dead does not answer a goodbye: it is left at once.
  function end(code, how = {}) {
    if (isOver) return;
    leave();
    closed({ code, ...how });
  }

  function leave() {
    isOver = true;
    clearTimeout(patience);
    clearInterval(watch);
    socket.onmessage = null;
    socket.close();
  }

  return {
    name: "socket",
    send,
    leave,
    close: () => end(TORN),
    // After a sleep: the server beats every 25 s, so that one who has not heard it for longer was cut off.
    wake: () => isOpen && isSilent(1.4 * BEAT) && end(TORN),
    isOpen: () => isOpen && !isOver,
  };
}

function address() {
  const found = new URL(document.body.dataset.liveUrl, location.href);
  found.protocol = found.protocol.replace("http", "ws");
  return found;
}

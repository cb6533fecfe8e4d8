// The line as one request after the other, for networks that let no socket through. The server keeps nothing
// between two of them: each says what this page follows and from which number on, so nothing is missed or doubled.
import { ownPlace } from "./own.js";
import { rooms } from "./rooms.js";

const ADDRESS = "/api/v1/live";
const LONGEST = 25;
const SHORTEST = 2;
const GRACE = 10_000;
const PAUSE = 300;
const HIDDEN_PAUSE = 20_000;
const TORN = 1006;
const RESTART = 1012;
const SIGNED_OUT = 4501;

export const openPoll = (ears) => new Poll(ears);

class Poll {
  name = "poll";
  #ears;
  #hello = {};
  #here = null;
  #followed = new Set();
  #wait = LONGEST;
  #isOpen = false;
  #isOver = false;
  #request = null;
  #skipPause = () => {};

  constructor(ears) {
    this.#ears = ears;
    ears.greet((frame) => this.send(frame));
    this.#run();
  }

  isOpen() {
    return this.#isOpen && !this.#isOver;
  }

  // What the page says holds from the next request on, and one that waits without knowing it is asked anew.
  send(frame) {
    if (frame.t === "typing") return this.#whisper(frame);
    if (frame.t === "sub") this.#followed.add(frame.room);
    if (frame.t === "unsub") this.#followed.delete(frame.room);
    if (frame.t === "hello" || frame.t === "prefs") this.#hello = { ...this.#hello, ...frame, t: "hello" };
    const before = this.#here;
    if (frame.t === "here") this.#here = frame.away ? null : frame;
    if (frame.t !== "here" || !before !== !this.#here) this.wake();
  }

  close() {
    this.#end(TORN);
  }

  leave() {
    this.#isOver = true;
    this.wake();
  }

  wake() {
    this.#skipPause();
    this.#request?.abort("again");
  }

  async #run() {
    while (!this.#isOver) {
      const seconds = !this.#isOpen ? 0 : document.hidden ? 1 : this.#wait;
      await this.#try(seconds);
    }
  }

  async #try(seconds) {
    const began = Date.now();
    this.#request = new AbortController();
    const late = setTimeout(() => this.#request.abort("late"), seconds * 1000 + GRACE);
    try {
      this.#take(await this.#ask([...this.#subs(), ...(this.#here ? [this.#here] : [])], seconds));
    } catch {
      if (this.#isOver || this.#request.signal.reason === "again") return;
      if (!this.#isOpen || seconds <= SHORTEST) return this.#end(TORN);
      // Something on the way cuts off what takes long.
      this.#wait = Math.max(SHORTEST, Math.min(this.#wait, Math.floor((Date.now() - began) / 2_000)));
    } finally {
      clearTimeout(late);
    }
    await this.#pause(document.hidden ? HIDDEN_PAUSE : PAUSE);
  }

  async #ask(frames, seconds) {
    const answer = await fetch(ADDRESS, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ frames: [{ ...this.#hello, me: ownPlace() }, ...frames], wait: seconds }),
      signal: this.#request.signal,
    });
    if (answer.ok) return (await answer.json()).frames;
    if (answer.status === 401) this.#end(SIGNED_OUT);
    else this.#end(RESTART, Number(answer.headers.get("Retry-After")) * 1000 || undefined);
    return [];
  }

  #take(told) {
    if (this.#isOver) return;
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#ears.opened();
    }
    told.forEach(this.#ears.heard);
    if (told.some(({ t }) => t === "bye")) this.#end(RESTART);
  }

  #subs() {
    const known = [...this.#followed].filter((room) => rooms.has(room));
    this.#followed = new Set(known);
    return known.map((room) => ({ t: "sub", room, epoch: rooms.get(room).epoch, after: rooms.get(room).head }));
  }

  // Forgettable, so beside the request that waits; who says it must follow the room.
  #whisper(frame) {
    const sub = this.#subs().find(({ room }) => room === frame.room);
    if (sub) this.#ask([sub, frame], 0).catch(() => {});
  }

  #pause(time) {
    return new Promise((resolve) => {
      this.#skipPause = resolve;
      setTimeout(resolve, time);
    });
  }

  #end(code, after) {
    if (this.#isOver) return;
    this.leave();
    this.#ears.closed({ code, after });
  }
}

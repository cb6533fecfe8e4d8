// One file on its way to the server, in pieces: after a torn line it goes on from where the server says it is.
import { Refusal, request, write } from "./api.js";
import { jitter } from "./backoff.js";

const PIECE = 512 * 1024;
const PATIENCE = 60_000;
const TRY_LATER = new Set([408, 409, 425, 429]);

// Returns the file as the server has it. `onProgress` hears which part of it has arrived, from 0 to 1.
export async function upload(file, name, signal, onProgress) {
  const begun = await persist(signal, () => write("POST", "/uploads", { name, size: file.size }));
  let at = begun.offset;
  return persist(signal, async (isAgain) => {
    if (isAgain) at = await findOffset(begun.id, signal);
    for (;;) {
      onProgress(at / (file.size || 1));
      const answer = await sendPiece(begun, at, file, signal);
      if (answer.status === 201) return answer.json();
      at = Number(answer.headers.get("Upload-Offset"));
    }
  });
}

async function sendPiece({ id, limit }, at, file, signal) {
  return request("PATCH", `/uploads/${id}`, {
    headers: { "Content-Type": "application/octet-stream", "Upload-Offset": String(at) },
    body: file.slice(at, at + Math.min(limit ?? PIECE, PIECE)),
    signal: within(signal),
  });
}

async function findOffset(id, signal) {
  const answer = await request("HEAD", `/uploads/${id}`, { signal: within(signal) });
  return Number(answer.headers.get("Upload-Offset"));
}

function within(signal) {
  return AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
}

// Does it until it is done, refused, or given up by the person.
async function persist(signal, act) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await act(attempt > 0);
    } catch (error) {
      if (signal.aborted || isFinal(error)) throw error;
      await pause((error.retryAfter ?? 500) + jitter(attempt), signal);
    }
  }
}

function isFinal(error) {
  return error instanceof Refusal && error.status < 500 && !TRY_LATER.has(error.status);
}

// The network may be back before the pause is over.
function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    addEventListener("online", resolve, { once: true });
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

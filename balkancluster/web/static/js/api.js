// Writes go out here, by HTTP only. An answer that never came is told to the page as a lost connection.
import { tell } from "./signals.js";

const PATIENCE = 15_000;

export class Refusal extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? "");
    this.status = status;
    this.code = problem.code;
    this.retryAfter = retryAfter;
  }
}

export async function write(method, path, body) {
  const answer = await request(method, path, {
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  return answer.status === 204 ? null : answer.json();
}

export async function request(method, path, options) {
  let answer;
  try {
    answer = await fetch(`/api/v1${path}`, { method, ...options });
  } catch (error) {
    if (error.name !== "AbortError") tell("net.failed");
    throw error;
  }
  tell("net.answered");
  if (!answer.ok) await refuse(answer);
  return answer;
}

async function refuse(answer) {
  const problem = await answer.json().catch(() => ({}));
  if (answer.status === 401) tell("live.ended", { code: 4501 });
  throw new Refusal(answer.status, problem, Number(answer.headers.get("Retry-After")) * 1000 || null);
}

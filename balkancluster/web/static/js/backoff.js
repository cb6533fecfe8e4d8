// When to come back: full jitter, so that a thousand pages do not return in the same second (D14).
const LONGEST = 30_000;
const FIRST = 500;

export function jitter(attempt) {
  return Math.random() * Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 10));
}

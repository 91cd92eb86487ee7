/** A run of time that can be broken off. */
export interface Timer {
  cancel(): void;
}

/** Starts `action` once, after the delay. */
export type StartTimer = (delayMs: number, action: () => void) => Timer;

export const startTimer: StartTimer = (delayMs, action) => {
  const timeout = setTimeout(action, delayMs);
  return { cancel: () => clearTimeout(timeout) };
};

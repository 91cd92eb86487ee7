/** Waits, but not longer than until the signal. */
export function pauseFor(timeMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || timeMs <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, timeMs);
    signal.addEventListener('abort', done, { once: true });
  });
}

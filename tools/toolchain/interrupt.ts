// Cleans up when the user interrupts a long step, and then lets the signal end the process as it would have.

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const cleanups = new Set<() => void>();

/** Runs `cleanup` (synchronous) if a signal comes before the returned function is called. */
export function onInterrupt(cleanup: () => void): () => void {
  if (cleanups.size === 0) for (const signal of SIGNALS) process.on(signal, interrupted);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0) for (const signal of SIGNALS) process.off(signal, interrupted);
  };
}

function interrupted(signal: NodeJS.Signals): void {
  for (const signal of SIGNALS) process.off(signal, interrupted);
  // The last begun is undone first, as a lock outlives what it guards.
  for (const cleanup of [...cleanups].reverse()) cleanup();
  cleanups.clear();
  // A handler of the caller's own decides about the process; without one, the signal ends it.
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

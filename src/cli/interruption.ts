/** What ends a run from outside: Ctrl+C, a request to terminate, a terminal that was closed. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How long a run that is to end at once may take to say what it knows. Milliseconds. */
const HURRY_GRACE_MS = 1000;

/** Signals to a run, by how often somebody has asked for its end. */
export interface Interruption {
  /** The first time: it ends in good order. */
  readonly cancel: AbortSignal;
  /** The second time: it ends at once, and says what it knows. */
  readonly hurry: AbortSignal;
}

/** Listens to the signals of the system. `onForcedEnd`: asked for a third time, or the second was of no use. */
export function listenForInterruption(onForcedEnd: () => void): Interruption {
  const steps = [new AbortController(), new AbortController()] as const;
  const [cancel, hurry] = steps;
  const stop = (): void => {
    const step = steps.find(({ signal }) => !signal.aborted);
    step?.abort();
    if (step === undefined) onForcedEnd();
    else if (step === hurry) setTimeout(onForcedEnd, HURRY_GRACE_MS).unref();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  return { cancel: cancel.signal, hurry: hurry.signal };
}

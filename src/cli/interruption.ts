/** The signals that end a run: Ctrl+C, a request to terminate, a closed terminal. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How long a run may take to report its result after the second signal. */
const HURRY_GRACE_MS = 1000;

/** The abort signals of a run: one for the first stop signal, one for the second. */
export interface Interruption {
  /** Aborted by the first stop signal: the run ends in good order. */
  readonly cancel: AbortSignal;
  /** Aborted by the second stop signal: the run ends at once and reports what it knows. */
  readonly hurry: AbortSignal;
}

/**
 * Listens for stop signals. `onForcedEnd`: called at the third one, or if the second one has not ended the run in time.
 */
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

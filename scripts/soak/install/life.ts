/** Where a process ends: at its call with this number, from 1, of a port. */
export interface Death {
  readonly at: number;
  /** Whether what was called for was done; that it was, nobody hears any more. */
  readonly isDone: boolean;
}

/** A process that can end at any call of a port, as by SIGKILL: from then on no call of it is made, and none is answered. */
export interface Life {
  /** The same port, within this life. */
  guard<Port extends object>(port: Port): Port;
  /** How many calls it made. */
  calls(): number;
  /** The name of the call that it ended at. */
  endedAt(): string | undefined;
  readonly ended: Promise<void>;
  /** Aborted at its end, so that no timer outlives it. */
  readonly signal: AbortSignal;
}

const never = new Promise<never>(() => undefined);

export function lifeUntil(death?: Death): Life {
  const ending = new AbortController();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let calls = 0;
  let last: string | undefined;

  function pass(name: string, call: () => Promise<unknown>): Promise<unknown> {
    if (last !== undefined) return never;
    calls += 1;
    if (calls === death?.at) {
      last = name;
      if (death.isDone) void call().catch(() => undefined);
      ending.abort();
      resolve();
      return never;
    }
    return new Promise((answer, fail) => {
      // Who has ended meanwhile hears no answer.
      call().then(
        (value) => last === undefined && answer(value),
        (thrown: unknown) => last === undefined && fail(thrown),
      );
    });
  }

  return {
    guard: (port) =>
      new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return (...args: readonly unknown[]) =>
            pass(String(name), () => Reflect.apply(member, target, args) as Promise<unknown>);
        },
      }),
    calls: () => calls,
    endedAt: () => last,
    ended,
    signal: ending.signal,
  };
}

import { GenError } from '../../core/errors.ts';

/** Ends one exchange when its caller gives up or its time is over, and tells afterwards which it was. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Starts the time anew: something has arrived. */
  touch(): void;
  /** Stops the clock. Every watch must be ended. */
  end(): void;
  /** Why the exchange failed: the caller's wish and the clock come before what the network says. */
  faultOf(thrown: unknown): GenError;
}

export function watch(milliseconds: number, caller?: AbortSignal): Watch {
  const clock = new AbortController();
  const expire = () => clock.abort(new DOMException('no answer in time', 'TimeoutError'));
  let timer = setTimeout(expire, milliseconds);
  return {
    signal: caller === undefined ? clock.signal : AbortSignal.any([clock.signal, caller]),
    touch() {
      clearTimeout(timer);
      timer = setTimeout(expire, milliseconds);
    },
    end: () => clearTimeout(timer),
    faultOf(thrown) {
      if (caller?.aborted === true) return new GenError('Cancelled', 'aborted', {}, thrown);
      if (thrown instanceof GenError) return thrown;
      if (clock.signal.aborted) return new GenError('Timeout', 'relay', { milliseconds }, thrown);
      const text = thrown instanceof Error ? thrown.message : String(thrown);
      return new GenError('Network', 'unreachable', { text }, thrown);
    },
  };
}

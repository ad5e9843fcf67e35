import { GenError } from '../core/errors.ts';
import type { Sha256 } from '../core/ids.ts';

/** Milliseconds. */
const KEPT_FOR = 5 * 60_000;
const MOST = 10_000;

interface Failure {
  readonly error: GenError;
  /** Milliseconds. */
  readonly since: number;
}

function isCrash({ reason }: GenError): boolean {
  return reason === 'validator-crashed';
}

/** Whether the binary is to blame, as far as can be told. */
function isOfBinary(error: GenError): boolean {
  return error.code === 'Timeout' || error.code === 'QuotaExceeded' || isCrash(error);
}

/**
 * The failures that a binary is to blame for: for some minutes they answer whoever asks for it, in place of another five
 * seconds of a process.
 */
export class KeptFailures {
  readonly #now: () => number;
  readonly #failures = new Map<Sha256, Failure>();
  /** One end of a process may be another's fault, so it says nothing yet. */
  readonly #crashed = new Map<Sha256, Failure>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get(sha256: Sha256): GenError | undefined {
    return this.#within(this.#failures, sha256)?.error;
  }

  /** @returns what is told. */
  put(sha256: Sha256, error: GenError): GenError {
    if (!isOfBinary(error)) return error;
    const isFirstCrash = isCrash(error) && this.#within(this.#crashed, sha256) === undefined;
    if (isFirstCrash) {
      this.#keep(this.#crashed, sha256, error);
      return new GenError('InvalidState', 'not-examined', {}, error);
    }
    // How the process ended is for the log.
    const told = isCrash(error) ? new GenError('InvalidState', 'validator-crashed', {}, error) : error;
    this.#keep(this.#failures, sha256, told);
    return told;
  }

  #within(failures: Map<Sha256, Failure>, sha256: Sha256): Failure | undefined {
    const failure = failures.get(sha256);
    return failure !== undefined && this.#now() - failure.since < KEPT_FOR ? failure : undefined;
  }

  #keep(failures: Map<Sha256, Failure>, sha256: Sha256, error: GenError): void {
    failures.delete(sha256);
    failures.set(sha256, { error, since: this.#now() });
    const [oldest] = failures.keys();
    if (failures.size > MOST && oldest !== undefined) failures.delete(oldest);
  }
}

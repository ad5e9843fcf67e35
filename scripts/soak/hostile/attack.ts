/** The honest world that is attacked; plain data, as attacks run in a thread of their own. */
export interface Target {
  readonly address: string;
  /** A module of the honest publisher, whose DID is `victim`. */
  readonly module: string;
  readonly victim: string;
}

export interface Outcome {
  readonly runs: number;
  /** Runs in which the relay took what it must not, or did not turn away who it must. */
  readonly broken: number;
  /** Figures of the attacker's side. */
  readonly notes?: string;
}

/** One kind of attack, repeated. Ends; what it opened is closed. */
export type Attack = (target: Target, times: number) => Promise<Outcome>;

/** What the forgeries carry, to be looked for on the relay's disk. */
export const MARK = 'forged-by-mallory';

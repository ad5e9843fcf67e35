import type { Context } from './context.ts';
import type { ExitCode } from './exit.ts';

/** Runs a command's work in a context made from the flags. */
export type Perform = (work: (context: Context) => Promise<ExitCode>) => Promise<void>;

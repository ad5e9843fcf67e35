/**
 * Loaded before `src/cli/main.ts` into its process (`--import`): prints what `src/core/ed25519.ts` says there, the very instance that the
 * command then runs with, and lets the command go on.
 */
import frozen from './ed25519-vectors.json' with { type: 'json' };
import { verdictsOn } from './ed25519-verdicts.ts';

process.stdout.write(`${JSON.stringify(await verdictsOn(frozen.vectors))}\n`);

import { z } from 'zod';
import { GenError } from '../errors.ts';
import type { ImportPolicy } from './policy.ts';

const PolicyFile = z.strictObject({ allow: z.array(z.string().min(1).max(256)).max(1000) });

/** Reads a policy file: `{ "allow": ["wasi_snapshot_preview1.*", "env.*"] }`. @throws GenError InvalidInput `policy`. */
export function parsePolicy(text: string): ImportPolicy {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new GenError('InvalidInput', 'policy', { field: 'policy', text: 'not JSON' }, error);
  }
  const parsed = PolicyFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues[0];
  const where = problem === undefined ? '' : `${problem.path.join('.')}: ${problem.message}`;
  throw new GenError('InvalidInput', 'policy', { field: 'policy', text: where }, parsed.error);
}

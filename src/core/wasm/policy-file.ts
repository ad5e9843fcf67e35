import * as z from 'zod/mini';
import { GenError } from '../errors.ts';
import { POLICY_LEVELS } from './policy-level.ts';
import type { ImportPolicy } from './policy.ts';

const pattern = z.string().check(z.minLength(1), z.maxLength(256));
const patterns = z.array(pattern).check(z.maxLength(1000));

/** What it admits is said; `deny` alone would look as if it admitted the rest. */
const policy = z
  .strictObject({
    level: z.optional(z.enum(POLICY_LEVELS)),
    allow: z.optional(patterns),
    deny: z.optional(patterns),
  })
  .check(z.refine(({ level, allow }) => level !== undefined || allow !== undefined));

/** @throws GenError InvalidInput `policy` for what is no policy, or one with too many or too long patterns. */
export function checkedPolicy(value: unknown): ImportPolicy {
  const parsed = policy.safeParse(value);
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues[0];
  const where = problem === undefined ? '' : `${problem.path.join('.')}: ${problem.message}`;
  throw new GenError('InvalidInput', 'policy', { field: 'policy', text: where }, parsed.error);
}

/** Reads a policy file: `{ "level": "wasi", "allow": ["env.log"], "deny": ["*.sock_*"] }`. @throws GenError InvalidInput `policy`. */
export function parsePolicy(text: string): ImportPolicy {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new GenError('InvalidInput', 'policy', { field: 'policy', text: 'not JSON' }, error);
  }
  return checkedPolicy(value);
}

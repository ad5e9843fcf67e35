import major from 'semver/functions/major.js';
import isAtLeast from 'semver/functions/gte.js';
import isIn from 'semver/functions/satisfies.js';
import type { Version } from '../ids.ts';

/** Whether what is available serves who requires this version: the same major, and not older. */
export function compatible(required: Version, available: Version): boolean {
  return major(required) === major(available) && isAtLeast(available, required);
}

/** Whether who uses a version may have to change something for another one: below 1.0.0 each minor may break, as `^` has it. */
export function isBreaking(from: Version, to: Version): boolean {
  return !isIn(to, `^${from}`, { includePrerelease: true });
}

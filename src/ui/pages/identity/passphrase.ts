export const MIN_PASSPHRASE = 8;

/** Why the two do not make a passphrase; `undefined` when they do. */
export function passphraseProblem(
  first: string,
  second: string,
): { first?: string; second?: string } | undefined {
  if (first.length < MIN_PASSPHRASE) {
    return { first: `The passphrase is too short. Use ${MIN_PASSPHRASE} characters or more.` };
  }
  if (first !== second) return { second: 'The two are not the same. Type the passphrase again.' };
  return undefined;
}

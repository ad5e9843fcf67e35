import { InvalidArgumentError } from 'commander';

/** A repeatable option. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** `a,b,c`. */
export function list(value: string): string[] {
  return value.split(',').map((part) => part.trim());
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,16}$/u.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

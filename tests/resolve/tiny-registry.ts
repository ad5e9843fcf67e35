import type { Resolution } from '../../src/core/resolve/resolution.ts';
import type { Candidate, Need } from '../../src/core/resolve/versions.ts';

/** `codec ^1.0.0, ?viewer *, !old <2.0.0`: what is needed, what may be there, what may not. */
export type NeedsText = string;

/** `{ 'codec 1.0.0': 'zlib ^1.0.0' }`: a release, and what it says. */
export type TinyRegistry = Readonly<Record<string, NeedsText>>;

const parts = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function needOf(text: string): Need {
  const [id = '', ...range] = text.split(' ');
  return { id, range: range.length === 0 ? '*' : range.join(' ') };
}

export function needs(text: NeedsText): readonly Need[] {
  return parts(text)
    .filter((part) => !part.startsWith('!'))
    .map((part) => (part.startsWith('?') ? { ...needOf(part.slice(1)), optional: true } : needOf(part)));
}

/** Also tells what was asked of it, in order. */
export function tinyRegistry(releases: TinyRegistry): {
  readonly provider: (id: string) => readonly Candidate[] | undefined;
  readonly asked: readonly string[];
} {
  const modules = new Map<string, Candidate[]>();
  for (const [release, text] of Object.entries(releases)) {
    const [id = '', version = ''] = release.split(' ');
    const conflicts = parts(text)
      .filter((part) => part.startsWith('!'))
      .map((part) => needOf(part.slice(1)));
    const mine = modules.get(id) ?? [];
    mine.push({ version, dependencies: needs(text), conflicts });
    modules.set(id, mine);
  }
  const asked: string[] = [];
  return {
    asked,
    provider(id) {
      asked.push(id);
      return modules.get(id);
    },
  };
}

/** What was found, in the order to install; a cycle as its path. */
export function orderText(found: Resolution): string {
  if (found.kind === 'cycle') return found.path.join(' → ');
  if (found.kind === 'unsatisfiable') return found.because.join(' ');
  return found.order.map((id) => `${id} ${found.chosen.get(id)?.version}`).join(', ');
}

import type { Resolution } from '../core/resolve/resolution.ts';
import { table } from './output.ts';
import { wayWords } from './way-words.ts';

/** As a program reads it. */
export function resolutionJson(found: Resolution): object {
  switch (found.kind) {
    case 'resolved': {
      const resolved = Object.fromEntries([...found.chosen].map(([id, { version }]) => [id, version]));
      return { resolved, order: found.order };
    }
    case 'cycle':
      return { cycle: found.path };
    case 'unsatisfiable':
      return { unsatisfiable: true, because: found.because, couldChange: found.ways };
  }
}

/** As a person reads it. */
export function resolutionLines(found: Resolution): readonly string[] {
  switch (found.kind) {
    case 'resolved':
      return table(found.order.map((id) => [id, found.chosen.get(id)?.version ?? '']));
    case 'cycle':
      return [`These need each other: ${found.path.join(' → ')}`];
    case 'unsatisfiable':
      return [...found.because, ...found.ways.map((way) => `You could ${wayWords(way)}.`)];
  }
}

import type { Output } from '../output.ts';
import type { Terminal } from '../context.ts';

export interface ShownProgress {
  at(done: number): void;
  end(): void;
}

/** Milliseconds between lines where there is no terminal. */
const EVERY = 10_000;

function rate(done: number, seconds: number): string {
  return `${Math.round(done / Math.max(seconds, 0.001))} a second`;
}

/** A bar at a terminal, a line every ten seconds elsewhere; nothing with `--json` or `--quiet`. */
export async function showProgress(
  { terminal, out, quiet }: { readonly terminal: Terminal; readonly out: Output; readonly quiet: boolean },
  total: number,
): Promise<ShownProgress> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const text = (done: number): string => `${done} of ${total} modules, ${rate(done, seconds())}`;
  if (terminal.interactive && !quiet && !out.json) {
    const { progress } = await import('@clack/prompts');
    const bar = progress({ max: Math.max(1, total), output: process.stderr });
    bar.start(text(0));
    let shown = 0;
    return {
      at(done) {
        bar.advance(done - shown, text(done));
        shown = done;
      },
      end: () => bar.stop(text(shown)),
    };
  }
  let said = start;
  return {
    at(done) {
      if (performance.now() - said < EVERY) return;
      said = performance.now();
      out.note(text(done));
    },
    end: () => undefined,
  };
}

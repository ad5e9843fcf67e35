import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { isoTime } from '../output.ts';

/** Who signs here; makes the identity at first use. */
export async function whoami(context: Context): Promise<ExitCode> {
  const { did, createdAt, backedUpAt } = await context.home().identity.facts();
  const value = {
    did,
    createdAt: isoTime(createdAt),
    backedUpAt: backedUpAt === undefined ? undefined : isoTime(backedUpAt),
  };
  context.out.result(value, () => [did]);
  if (backedUpAt === undefined) {
    context.out.note(
      'No backup was made yet. "gen identity backup FILE" makes one: without it a lost disk is a lost name.',
    );
  }
  return EXIT.ok;
}

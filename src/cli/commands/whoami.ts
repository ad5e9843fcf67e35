import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { isoTime } from '../output.ts';

/** Who signs here, and by which key; makes the identity at first use. */
export async function whoami(context: Context): Promise<ExitCode> {
  const { did, device, hasMain, createdAt, backedUpAt } = await context.home().identity.facts();
  const value = {
    did,
    device,
    hasMain,
    createdAt: isoTime(createdAt),
    backedUpAt: backedUpAt === undefined ? undefined : isoTime(backedUpAt),
  };
  context.out.result(value, () => [did]);
  if (device !== did) context.out.note(`This device signs for them with the key ${device}.`);
  if (!hasMain) {
    context.out.note('Your main key is on another device; back it up there.');
  } else if (backedUpAt === undefined) {
    context.out.note(
      'No backup was made yet. "gen identity backup FILE" makes one: without it a lost disk is a lost name.',
    );
  }
  return EXIT.ok;
}

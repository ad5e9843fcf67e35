import { lockfileOf } from '../../app/sets.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { unaskedDevice } from '../local-device.ts';
import { namedSet } from '../named-set.ts';
import { writeOut } from '../write-out.ts';

interface LockOptions {
  readonly out?: string;
  readonly set?: string;
}

/** `gen lock`: what a set holds, for other devices; asks nobody. */
export async function lock(context: Context, { out: file, ...options }: LockOptions): Promise<ExitCode> {
  const device = await unaskedDevice(context);
  const set = await namedSet(device.tables, options.set);
  const text = await lockfileOf(device, set);
  if (file === undefined) {
    context.out.line(text.trimEnd());
    return EXIT.ok;
  }
  await writeOut(context, file, text);
  context.out.result({ set, file }, () => [`Wrote the lockfile of ${set} to ${file}`]);
  context.out.note(`For the same on another device: gen install --lock ${file} --frozen`);
  return EXIT.ok;
}

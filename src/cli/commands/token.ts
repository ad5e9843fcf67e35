import { rm, writeFile } from 'node:fs/promises';
import type { Device } from '../../app/device.ts';
import { cancelJob } from '../../app/engine/activity.ts';
import { letPublish, type Let } from '../../app/let-publish.ts';
import { GenError, toGenError } from '../../core/errors.ts';
import { parseModuleId } from '../../core/ids.ts';
import { areaOf } from '../../core/access/capability.ts';
import { drawSeed, keyOfSeed } from '../../keys/seed-key.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { parseMoment } from '../moment.ts';
import { day, isoTime } from '../output.ts';
import { tokenText } from '../token.ts';
import { carryOut } from '../work.ts';

interface TokenOptions {
  readonly out: string;
  readonly until?: string;
}

/** A file that is not there yet, for its owner's eyes. A failure takes back what was let, before anybody is told. */
async function writeToken(
  device: Device,
  file: string,
  text: string,
  { job }: Let,
  flag: 'w' | 'wx',
): Promise<void> {
  try {
    // A mode counts for a new file only.
    if (flag === 'w') await rm(file, { force: true });
    await writeFile(file, text, { mode: 0o600, flag: 'wx', flush: true });
  } catch (thrown) {
    await cancelJob(device, job.id);
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') {
      throw new GenError('AlreadyExists', 'file', { file }, thrown);
    }
    throw toGenError(thrown, 'Storage');
  }
}

/** `gen token`: a new key that may publish one module, in a file for a machine that does so. */
export async function token(context: Context, text: string, options: TokenOptions): Promise<ExitCode> {
  const { out: file, until } = options;
  const id = parseModuleId(text);
  const end = until === undefined ? undefined : parseMoment(until);
  const opened = await context.device();
  const seed = drawSeed();
  const { did } = await keyOfSeed(seed);
  const made = await letPublish(opened.device, { id, to: did, until: end });
  const content = tokenText({ seed, capability: made.capability.bytes });
  seed.fill(0);
  await writeToken(opened.device, file, content, made, context.options.yes ? 'w' : 'wx');
  const { state, error } = await carryOut(context, opened, made.job);
  const last = areaOf(made.capability.capability).times.end;
  const value = {
    job: made.job.id,
    module: id,
    did,
    until: last === undefined ? undefined : isoTime(last),
    delegation: made.capability.id,
    file,
    state,
    error,
  };
  context.out.result(value, () => [
    `Wrote a token of ${did} for ${id}${last === undefined ? '' : ` until ${day(last)}`} to ${file}`,
  ]);
  context.out.note(
    'Whoever has the file may publish this module. Give it to "gen publish" as GEN_TOKEN_FILE.',
  );
  context.out.note(`To end it: gen revoke ${id} --publisher ${did}`);
  return EXIT.ok;
}

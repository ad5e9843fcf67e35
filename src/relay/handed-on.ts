import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fromBase64Url, toBase64Url } from '../core/bytes.ts';
import { GenError } from '../core/errors.ts';
import { parseMicros, type Micros } from '../core/ids.ts';
import { decodeMember, type CapabilityMember } from '../core/record/member.ts';
import { syncFolder } from './durable-file.ts';

/**
 * What the root handed on by a link. The link itself is with its receiver, and stands in no document before something was
 * made by it, and one for reading never: without this file nobody could list it, or end it.
 */
export const HANDED_ON_FILE = 'handed-on.jsonl';

export interface HandedOn {
  readonly at: Micros;
  readonly member: CapabilityMember;
}

const line = z.object({
  version: z.literal(1),
  at: z.number().int().min(0),
  capability: z.base64url(),
});

const NEWLINE = 0x0a;

/**
 * Adds to the end of the file, which is made if need be; on the disk when it resolves.
 *
 * @throws GenError Storage `handed-on`
 */
export async function keepHandedOn(
  folder: string,
  given: readonly CapabilityMember[],
  at: Micros,
): Promise<void> {
  const path = join(folder, HANDED_ON_FILE);
  const lines = given.map(({ bytes }) =>
    JSON.stringify({ version: 1, at, capability: toBase64Url(bytes) } satisfies z.infer<typeof line>),
  );
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(path, 'a+', 0o600);
    try {
      const { size } = await handle.stat();
      const last = new Uint8Array(1);
      if (size > 0) await handle.read(last, 0, 1, size - 1);
      // What a crash cut off stays a line of its own.
      const before = size > 0 && last[0] !== NEWLINE ? '\n' : '';
      await handle.writeFile(`${before}${lines.join('\n')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(folder);
  } catch (cause) {
    throw new GenError('Storage', 'handed-on', { path }, cause);
  }
}

function readLine(text: string): HandedOn | undefined {
  try {
    const { at, capability } = line.parse(JSON.parse(text));
    const member = decodeMember(fromBase64Url(capability));
    return member.member === 'capability' ? { at: parseMicros(at), member } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Oldest first; each capability once, as the same one may be made again.
 *
 * @returns also how many lines say nothing: cut off by a crash, or spoilt.
 * @throws GenError Storage `handed-on`
 */
export async function readHandedOn(
  folder: string,
): Promise<{ readonly entries: readonly HandedOn[]; readonly unreadable: number }> {
  const path = join(folder, HANDED_ON_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { entries: [], unreadable: 0 };
    throw new GenError('Storage', 'handed-on', { path }, cause);
  }
  const read = text
    .split('\n')
    .filter((one) => one !== '')
    .map(readLine);
  const entries = new Map<string, HandedOn>();
  for (const entry of read) {
    if (entry !== undefined && !entries.has(entry.member.id)) entries.set(entry.member.id, entry);
  }
  return { entries: [...entries.values()], unreadable: read.filter((one) => one === undefined).length };
}

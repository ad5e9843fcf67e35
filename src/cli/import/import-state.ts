import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { toGenError } from '../../core/errors.ts';
import type { Micros, ModuleId } from '../../core/ids.ts';

/**
 * What an import has begun and finished, on the disk: who goes on with it signs what was begun with the same time, so that
 * the records are the same to the byte, and the relay has them once.
 */
export interface ImportState {
  /** What was begun and never finished. */
  begun(id: ModuleId): Begun | undefined;
  /** The releases that stand; `undefined`: none was finished. */
  finished(id: ModuleId): ReadonlySet<string> | undefined;
  /** All that was finished, what was finished last behind. */
  finishedModules(): ReadonlyMap<ModuleId, ReadonlySet<string>>;
  /**
   * Gives each a time that has none. On the disk when it resolves.
   *
   * @param modules with what is going to be signed, in short; empty: the claim for its name alone.
   */
  begin(modules: ReadonlyMap<ModuleId, string>, now: Micros): Promise<void>;
  /** Not all of these is going to be signed: who goes on looks at what stands there. On the disk when it resolves. */
  begunInPart(ids: readonly ModuleId[]): Promise<void>;
  finish(done: ReadonlyMap<ModuleId, readonly string[]>): Promise<void>;
  /** Nothing counts as finished any more. @returns how many modules did. */
  forgetFinished(): Promise<number>;
  close(): Promise<void>;
}

export interface Begun {
  readonly at: Micros;
  /** Of what was about to be signed; empty: nothing but a claim. */
  readonly content: string;
}

const line = z.union([
  z.tuple([z.literal('begun'), z.string(), z.number().int().min(0), z.string()]),
  z.tuple([z.literal('finished'), z.string(), z.array(z.string())]),
  z.tuple([z.literal('forgotten')]),
]);
type Line = z.output<typeof line>;

/** The content of what was begun in part; as nothing is in short. */
const IN_PART = 'part';

/** A crash may have cut the last line off, before anything was done about it. */
function linesIn(text: string): Line[] {
  return text.split('\n').flatMap((one) => {
    try {
      return [line.parse(JSON.parse(one))];
    } catch {
      return [];
    }
  });
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return '';
    throw toGenError(thrown, 'Storage');
  }
}

/** @throws GenError Storage */
export async function openImportState(path: string): Promise<ImportState> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const begun = new Map<string, Begun>();
  const done = new Map<ModuleId, ReadonlySet<string>>();

  function take(one: Line): void {
    if (one[0] === 'forgotten') {
      done.clear();
      return;
    }
    const id = one[1] as ModuleId;
    if (one[0] === 'begun') {
      begun.set(id, { at: one[2] as Micros, content: one[3] });
      return;
    }
    begun.delete(id);
    const versions = new Set([...(done.get(id) ?? []), ...one[2]]);
    done.delete(id);
    done.set(id, versions);
  }

  const before = await textOf(path);
  for (const one of linesIn(before)) take(one);
  const file: FileHandle = await open(path, 'a', 0o600);
  // The line that was cut off ends here.
  if (before !== '' && !before.endsWith('\n')) await file.appendFile('\n');

  async function write(lines: readonly Line[]): Promise<void> {
    if (lines.length === 0) return;
    for (const one of lines) take(one);
    await file.appendFile(lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
  }

  async function writeSafely(lines: readonly Line[]): Promise<void> {
    await write(lines);
    if (lines.length > 0) await file.datasync();
  }

  return {
    begun: (id) => begun.get(id),
    finished: (id) => done.get(id),
    finishedModules: () => done,
    async begin(modules, now) {
      const lines = [...modules].flatMap(([id, content]): Line[] => {
        const known = begun.get(id);
        // What may be at the relay already is not told anew: who goes on sees what stands there.
        if (known !== undefined && (known.content !== '' || content === '')) return [];
        return [['begun', id, known?.at ?? now, content]];
      });
      await writeSafely(lines);
    },
    begunInPart: (ids) =>
      writeSafely(
        ids.flatMap((id): Line[] => {
          const known = begun.get(id);
          return known === undefined ? [] : [['begun', id, known.at, IN_PART]];
        }),
      ),
    // Lost with the power, it is done once more: the relay says that it has it.
    finish: (finished) => write([...finished].map(([id, versions]): Line => ['finished', id, [...versions]])),
    async forgetFinished() {
      const count = done.size;
      await write([['forgotten']]);
      return count;
    },
    close: () => file.close(),
  };
}

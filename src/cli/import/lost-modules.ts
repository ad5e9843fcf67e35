import type { ModuleId } from '../../core/ids.ts';
import { moduleDocument, splitModulePath } from '../../core/record/document.ts';
import { precedence } from '../../core/view/releases.ts';
import type { RecordSource } from '../../ports/records.ts';
import { atOnce } from './at-once.ts';
import { patiently, type Patience } from './patiently.ts';

/** Of what was finished last, which is what a copy of a relay's data lacks. */
const LAST = 12;
/** And of all of it. */
const SPREAD = 12;
const AT_ONCE = 6;

type Finished = readonly [ModuleId, ReadonlySet<string>];

function sampleOf(finished: readonly Finished[]): readonly Finished[] {
  const step = Math.max(1, Math.ceil(finished.length / SPREAD));
  return [...new Set([...finished.slice(-LAST), ...finished.filter((_, at) => at % step === 0)])];
}

/**
 * Whether a relay has no more what an import remembers as finished, as one that was restored from a copy: a sample is asked
 * for. Releases that were hidden or withdrawn since are there.
 *
 * @throws GenError Network … | Cancelled
 */
export async function hasLost(
  finished: ReadonlyMap<ModuleId, ReadonlySet<string>>,
  records: RecordSource,
  patience: Patience,
): Promise<boolean> {
  const asked = atOnce(AT_ONCE);
  const lacks = sampleOf([...finished]).map(([id, versions]) =>
    asked(async () => {
      const members = await patiently(() => records.membersOf(moduleDocument(id), patience.signal), patience);
      const there = new Set(
        members.flatMap((member) => {
          if (member.member !== 'record' || member.path[0] !== 'modules') return [];
          const [folder, version = ''] = splitModulePath(member.path).rest;
          return folder === 'versions' ? [precedence(version)] : [];
        }),
      );
      return [...versions].some((version) => !there.has(precedence(version)));
    }),
  );
  return (await Promise.all(lacks)).includes(true);
}

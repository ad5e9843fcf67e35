import { decodeCapability } from '../access/capability-encoding.ts';
import type { Capability } from '../access/capability.ts';
import { checkCapability } from '../access/validity.ts';
import { GenError } from '../errors.ts';
import type { Did, ModuleId } from '../ids.ts';
import { modulePath } from '../record/document.ts';
import { readBody } from '../record/kinds.ts';
import type { RecordSet } from './record-set.ts';

/** Of a statement, checked as what is admitted is. */
async function readChecked(bytes: Uint8Array): Promise<Capability | undefined> {
  try {
    const capability = decodeCapability(bytes);
    await checkCapability(capability);
    return capability;
  } catch (thrown) {
    if (thrown instanceof GenError) return undefined;
    throw thrown;
  }
}

/** What somebody was let in by below a module, as the statements say: no record need have come by it yet. */
export async function statedFor(did: Did, id: ModuleId, { records }: RecordSet): Promise<Capability[]> {
  const place = ['modules', ...modulePath(id), 'publishers', did].join('/');
  const statements = records.filter(({ path }) => path.join('/') === place);
  const capabilities = await Promise.all(
    statements.map(async ({ payload }) => {
      const body = readBody('publisher', payload);
      return body !== undefined && 'capability' in body ? readChecked(body.capability) : undefined;
    }),
  );
  return capabilities.filter((capability) => capability !== undefined);
}

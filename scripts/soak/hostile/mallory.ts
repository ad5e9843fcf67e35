import type { DocumentId } from '@automerge/automerge-repo/slim';
import { automergeReady } from '../../../src/adapters/node/automerge-wasm.ts';
import { parseModuleId, type Did, type ModuleId } from '../../../src/core/ids.ts';
import {
  epochOf,
  FIRST_EPOCH,
  moduleDocument,
  type DocumentPath,
} from '../../../src/core/record/document.ts';
import { decodeMember, type Member } from '../../../src/core/record/member.ts';
import { documentIdOf } from '../../../src/replica/replica.ts';
import { person, type Person } from '../../../tests/support/person.ts';
import type { Target } from './attack.ts';

/** The attacker: an identity like anybody's, and what everybody may read. */
export interface Mallory extends Person {
  readonly victim: Did;
  readonly module: ModuleId;
  idOf(path: DocumentPath): DocumentId;
  /** What stands in the victim's module, as the relay tells everybody. */
  readonly genuine: readonly Member[];
}

export async function mallory({ address, module, victim }: Target): Promise<Mallory> {
  await automergeReady();
  const attacker = await person(address);
  const id = parseModuleId(module);
  const answer = await attacker.device.relay.document(moduleDocument(id));
  if (answer === 'unchanged') throw new Error('no document');
  const { namespace } = attacker.device;
  return {
    ...attacker,
    victim: victim as Did,
    module: id,
    idOf: (path) => documentIdOf({ namespace, epoch: epochOf(path, FIRST_EPOCH), path }),
    genuine: answer.members.map(decodeMember),
  };
}

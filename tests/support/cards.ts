import { parseModuleId, type ModuleId } from '../../src/core/ids.ts';
import { catalogDocument, FIRST_EPOCH, type DocumentPath } from '../../src/core/record/document.ts';
import { writeBody, type RawBody } from '../../src/core/record/kinds.ts';
import type { GenRecord } from '../../src/core/record/record.ts';
import { Publisher, signerNamed, START, testNamespace } from './namespace.ts';

/** A card signed by whoever is named, as a shard carries it. */
export async function signedCard(
  id: string,
  change: Partial<RawBody<'card'>> = {},
  { by = 'alice', at = START }: { by?: string; at?: number } = {},
): Promise<GenRecord> {
  const world = await testNamespace();
  const [signer, module] = [await signerNamed(by), parseModuleId(id)];
  const { capability } = await world.grants(signer, module);
  const body = { n: id, d: '', v: '1.0.0', t: [], l: 'MIT', k: 'library' as const, i: ['nothing'], s: 8 };
  return new Publisher(world.namespace, module, signer, capability).writes(
    ['card'],
    writeBody('card', { ...body, ...change }),
    at,
  );
}

export const shardOfId = (id: string): DocumentPath => catalogDocument(id as ModuleId, FIRST_EPOCH);

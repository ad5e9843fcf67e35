import { expect, test } from 'vitest';
import type { Capability } from '../../src/core/access/capability.ts';
import { fromHex } from '../../src/core/bytes.ts';
import { GenError } from '../../src/core/errors.ts';
import { parsePublicKey } from '../../src/core/ids.ts';
import { admit1 } from '../../src/core/record/admission.ts';
import { FIRST_EPOCH, type DocumentPath } from '../../src/core/record/document.ts';
import { decodeMember } from '../../src/core/record/member.ts';
import type { MemberId } from '../../src/core/record/record.ts';
import frozen from './admit-vectors.json' with { type: 'json' };

function past(members: readonly string[]) {
  const capabilities = new Map<MemberId, Capability>();
  for (const hex of members) {
    const member = decodeMember(fromHex(hex));
    if (member.member === 'capability') capabilities.set(member.id, member.capability);
  }
  return { capability: (id: MemberId) => capabilities.get(id) };
}

async function verdict({ document, member, past: before }: (typeof frozen.vectors)[number]): Promise<string> {
  const namespace = parsePublicKey(fromHex(frozen.namespace));
  const address = { namespace, epoch: FIRST_EPOCH, path: document as DocumentPath };
  try {
    await admit1(address, fromHex(member), past(before));
    return 'admitted';
  } catch (thrown) {
    if (thrown instanceof GenError) return thrown.reason;
    throw thrown;
  }
}

test.each(frozen.vectors.map((vector) => [vector.name, vector] as const))(
  'admit/1: %s',
  async (_, vector) => {
    expect(await verdict(vector)).toBe('refused' in vector ? vector.refused : 'admitted');
  },
);

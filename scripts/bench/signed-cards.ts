import { wallClock } from '../../src/app/device.ts';
import { CARD_DESCRIPTION } from '../../src/app/release-records.ts';
import { parseMicros, parseModuleId, type Micros, type NamespaceId } from '../../src/core/ids.ts';
import { modulePath } from '../../src/core/record/document.ts';
import { writeBody } from '../../src/core/record/kinds.ts';
import { signRecord, type GenRecord } from '../../src/core/record/record.ts';
import { generatedModules } from '../catalogue/generated-modules.ts';
import { freshSigner } from '../soak/hostile/crowd.ts';

const PUBLISHERS = 8;
const SEED = 3;

/** Cards of a generated catalogue, signed by several people; a later time is a newer card of the same modules. */
export async function signedCards(
  namespace: NamespaceId,
  count: number,
): Promise<(at?: Micros) => Promise<GenRecord[]>> {
  const signers = await Promise.all(Array.from({ length: PUBLISHERS }, freshSigner));
  const modules = [...generatedModules({ modules: count, releases: 1, seed: SEED })];
  return (at = wallClock()) =>
    Promise.all(
      modules.map(async ({ name, description, tags, license, type = 'library', versions }, place) => {
        const signer = signers[place % PUBLISHERS];
        if (signer === undefined) throw new Error('nobody signs');
        const payload = writeBody('card', {
          n: name,
          d: description.slice(0, CARD_DESCRIPTION),
          v: versions[0]?.version ?? '1.0.0',
          t: tags,
          l: license,
          k: type,
          i: ['nothing'],
          s: 8,
        });
        const path = ['modules', ...modulePath(parseModuleId(`io.bench.${name}`)), 'card'];
        const entry = { namespace, subspace: signer.publicKey, path, timestamp: parseMicros(at), payload };
        return signRecord({ ...entry, credential: new Uint8Array() }, (message) => signer.sign(message));
      }),
    );
}

import { cutText } from '../core/cut-text.ts';
import { publicKeyOf } from '../core/ids.ts';
import { AUTHORITY, moduleDocument, modulePath } from '../core/record/document.ts';
import { MAX_TAG, MAX_TAGS, writeBody } from '../core/record/kinds.ts';
import type { Member } from '../core/record/member.ts';
import { signRecord, type GenRecord } from '../core/record/record.ts';
import { moduleView } from '../core/view/fold-module.ts';
import { recordSet } from '../core/view/record-set.ts';
import { importClasses } from '../core/wasm/imports.ts';
import type { HandOverJob } from '../ports/tables.ts';
import { cardExtras } from './card-extras.ts';
import type { Device } from './device.ts';
import { mainSigner } from './hand-over.ts';
import { nextTimestamp } from './known-records.ts';
import { CARD_DESCRIPTION } from './release-records.ts';

/** By the module's own records alone: a card of the catalogue may be anybody's word, and this one is signed. */
async function ownCard(
  device: Device,
  { module: id, to }: HandOverJob,
  answered: Iterable<Member>,
  signal?: AbortSignal,
): Promise<GenRecord | undefined> {
  const [there, authority] = await Promise.all([
    device.records.membersOf(moduleDocument(id), signal),
    device.records.membersOf(AUTHORITY, signal),
  ]);
  const set = recordSet([...there, ...authority, ...answered]);
  const view = moduleView(set, id, device.namespace, device.clock());
  const listed = view?.releases.find(({ version }) => version === view.latest);
  if (view?.owner !== to || listed === undefined) return undefined;
  const imports = listed.imports.map((module) => ({ module, name: '', kind: 'function' as const }));
  const signer = await mainSigner(device);
  return signRecord(
    {
      namespace: device.namespace,
      subspace: publicKeyOf(to),
      path: ['modules', ...modulePath(id), 'card'],
      timestamp: nextTimestamp(set, device.clock()),
      credential: new Uint8Array(),
      payload: writeBody('card', {
        n: view.name,
        d: cutText(view.description, CARD_DESCRIPTION),
        v: listed.version,
        t: view.tags.filter((tag) => tag.length <= MAX_TAG).slice(0, MAX_TAGS),
        l: view.licence,
        k: view.type,
        i: importClasses(imports),
        s: listed.size,
        ...cardExtras(view.author, listed.exports, listed.dependencies),
      }),
    },
    (message) => signer.sign(message),
  );
}

/**
 * Lists say by its card whose a module is: whoever has taken it over says so at once. Nothing hangs by it, as the next
 * release makes another card, so a failure is left at that.
 */
export async function relist(
  device: Device,
  job: HandOverJob,
  answered: Iterable<Member>,
  signal?: AbortSignal,
): Promise<void> {
  if (job.deed !== 'take' || job.state !== 'receipted') return;
  try {
    const card = await ownCard(device, job, answered, signal);
    if (card !== undefined) await device.relay.post([card.bytes], signal);
  } catch {
    // Said above: nothing hangs by it.
  }
}

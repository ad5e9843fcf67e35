import { bundledContent, exportBundle } from '../../app/export-bundle.ts';
import type { Device } from '../../app/device.ts';
import { setNamed } from '../../app/installed-set.ts';
import { blobBytes } from '../../app/texts.ts';
import { parseModuleId, type ModuleId } from '../../core/ids.ts';
import { catalogDocument, FIRST_EPOCH } from '../../core/record/document.ts';
import { readCard, replacesCard, type CardView } from '../../core/view/fold-cards.ts';
import { writeParts } from '../bundle-file.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { namedSet } from '../named-set.ts';
import { byteCount, moduleCount } from '../output.ts';

/** The newest card of a module; a part of the catalogue that is not here has none. */
async function cardOf({ records, clock }: Device, id: ModuleId): Promise<CardView['record'] | undefined> {
  const members = await records.membersOf(catalogDocument(id, FIRST_EPOCH)).catch(() => []);
  let shown: CardView | undefined;
  for (const member of members) {
    const card = member.member === 'record' ? readCard(member) : undefined;
    if (card?.id === id && replacesCard(card, shown, clock())) shown = card;
  }
  return shown?.record;
}

/** `gen bundle export`: what is installed as a file. */
export async function exportToFile(
  context: Context,
  file: string,
  ids: readonly string[],
  options: { readonly set?: string },
): Promise<ExitCode> {
  const wanted = ids.length === 0 ? undefined : ids.map(parseModuleId);
  const { device } = await context.device();
  const { tables } = device;
  const set = await namedSet(tables, options.set);
  const { generation } = await setNamed(tables, set);
  const asked = { generation, ids: wanted, cardOf: (id: ModuleId) => cardOf(device, id) };
  const { head, blobs, releases } = await exportBundle(device, asked, context.signal);
  async function* parts(): AsyncGenerator<Uint8Array> {
    yield head;
    for (const blob of blobs) yield await blobBytes({ ...blob, content: await bundledContent(tables, blob) });
  }
  await writeParts(context, file, parts());
  const size = blobs.reduce((sum, blob) => sum + blob.size, head.length);
  const modules = releases.map(({ id, version, sha256 }) => ({ id, version, sha256 }));
  context.out.result({ set, file, size, modules }, () => [
    `Wrote ${moduleCount(modules.length)} of ${set} to ${file} (${byteCount(size)})`,
  ]);
  context.out.note(`On another device, with or without a network: gen bundle import ${file}`);
  return EXIT.ok;
}

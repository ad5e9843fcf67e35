import { knownModule } from '../../app/known-records.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId } from '../../core/ids.ts';
import type { EndView, PublisherView } from '../../core/view/publishers.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { day, isoTime, table } from '../output.ts';

export function endJson(end: EndView | undefined) {
  return end === undefined ? undefined : { ...end, time: isoTime(end.time) };
}

/** `may publish`, `ended 2027-03-01`, `withdrawn 2026-11-21 by did:key:…: key was stolen`. */
export function stateText(end: EndView | undefined): string {
  if (end === undefined) return 'may publish';
  if (end.kind === 'expired') return `ended ${day(end.time)}`;
  if (end.kind === 'handed-over') return `ended ${day(end.time)}: the module was handed over`;
  const why = end.reason === '' ? '' : `: ${end.reason}`;
  return `withdrawn ${day(end.time)}${end.by === undefined ? '' : ` by ${end.by}`}${why}`;
}

function publisherJson({ did, by, delegation, path, until, since, ended }: PublisherView) {
  return {
    did,
    by,
    delegation,
    path,
    until: until === undefined ? undefined : isoTime(until),
    since: isoTime(since),
    ended: endJson(ended),
  };
}

/** `gen publishers`: who may publish a module, and who no more. */
export async function publishers(context: Context, text: string): Promise<ExitCode> {
  const id = parseModuleId(text);
  const { device } = await context.device();
  const module = await knownModule(device, id, context.signal);
  if (module === undefined) throw new GenError('NotFound', 'module', { id });
  const { owner, offer } = module;
  const formers = module.formers.map((one) => ({
    ...one,
    since: isoTime(one.since),
    until: isoTime(one.until),
  }));
  const offered = offer && { ...offer, time: isoTime(offer.time) };
  context.out.result(
    { module: id, owner, offer: offered, formers, publishers: module.publishers.map(publisherJson) },
    () =>
      table([
        ['PUBLISHER', 'SINCE', 'UNTIL', 'LET BY', 'STATE'],
        [owner, day(module.grantedAt), '', '', 'owner'],
        ...module.formers.map(({ did, since, until }) => [did, day(since), day(until), '', 'former owner']),
        ...module.publishers.map(({ did, by, since, until, ended }) => [
          did,
          day(since),
          until === undefined ? '' : day(until),
          by === owner ? 'owner' : by,
          stateText(ended),
        ]),
      ]),
  );
  if (offer !== undefined)
    context.out.note(`The owner hands it over to ${offer.to}, who has not taken it up: gen take-over ${id}`);
  return EXIT.ok;
}

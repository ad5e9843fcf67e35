import { installedRow } from '../../app/installed-set.ts';
import { knownModule, knownRatings } from '../../app/known-records.ts';
import { ownerOtherThan, pinOwner } from '../../app/pinned-owner.ts';
import { readText } from '../../app/texts.ts';
import { noteOpened } from '../../app/uses.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId, type Did } from '../../core/ids.ts';
import {
  ratingAverage,
  ratingCount,
  type Histogram,
  type ModuleAggregate,
} from '../../core/view/aggregate.ts';
import { trustedHistogram } from '../../core/view/fold-ratings.ts';
import type { Hiding } from '../../core/view/moderation.ts';
import type { ModuleView, RatingsView, ReleaseView } from '../../core/view/module-view.ts';
import { declaredAbilities } from '../../core/wasm/declared-abilities.ts';
import type { Context } from '../context.ts';
import { countedHere, trustedHere } from '../counted-here.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { hidingJson, hidingText, moderationHere } from '../moderation-here.ts';
import { byteCount, day, isoTime, table, textLines } from '../output.ts';
import { sentenceFor } from '../sentences.ts';

interface InfoOptions {
  readonly readme?: boolean;
}

/** `gen info`: a module as its signed records have it. */
export async function info(context: Context, text: string, options: InfoOptions): Promise<ExitCode> {
  const id = parseModuleId(text);
  const opened = await context.device();
  const { device, online } = opened;
  const module = await knownModule(device, id, context.signal);
  if (module === undefined) throw new GenError('NotFound', 'module', { id });
  if (online) await pinOwner(device, module);
  await noteOpened(device, id);
  const pinnedOwner = await ownerOtherThan(device, module);
  const ratings = await knownRatings(device, id);
  const counted = await countedHere(context, opened);
  const people = await trustedHere(context, opened, counted);
  const trusted = trustedHistogram(ratings.ratings, (rater) => people.has(rater));
  const aggregate = counted?.rows.find((row) => row.id === id);
  const { moderation } = await moderationHere(context, opened);
  const hidden = moderation.module(id);
  const installed = (await installedRow(device.tables, id))?.version;
  const wanted = options.readme === true ? module.readme : undefined;
  const readme = wanted === undefined ? undefined : await readText(device, wanted, context.signal);
  const latest = latestOf(module);
  const value = {
    ...moduleJson(module),
    pinnedOwner,
    // As the relay counts them.
    downloads: aggregate?.downloads,
    installs: aggregate?.installs,
    ratings: { ...ratingsJson(ratings, moderation.reviews(id)), trusted: histogramJson(trusted) },
    hidden: hidden.map(hidingJson),
    installed,
    abilities: latest && declaredAbilities(latest).map(({ id: ability, words }) => ({ id: ability, words })),
    readme,
  };
  context.out.result(value, () => [
    ...moduleLines(module, { ratings, trusted, aggregate }, installed, hidden),
    ...(readme === undefined ? [] : ['', ...textLines(readme)]),
  ]);
  if (pinnedOwner !== undefined) {
    const data = { id, owner: module.owner, pinned: pinnedOwner };
    context.out.note(sentenceFor({ code: 'InvalidState', reason: 'owner-changed', data }));
  }
  return EXIT.ok;
}

function releaseJson(release: ReleaseView) {
  const { publishedAt, receipts, yanked, deprecated, changelog, ...rest } = release;
  return {
    ...rest,
    changelog,
    publishedAt: isoTime(publishedAt),
    receipts: receipts.map(({ notary, time }) => ({ notary, time: isoTime(time) })),
    yanked: yanked?.reason,
    deprecated: deprecated?.reason,
  };
}

function moduleJson(module: ModuleView) {
  const { id, name, description, licence, type, tags, latest, status, owner, contested, namespace } = module;
  const { author, homepage, repository } = module;
  return {
    id,
    namespace,
    name,
    description,
    license: licence,
    type,
    tags,
    author,
    homepage,
    repository,
    owner,
    contested,
    status,
    latest,
    createdAt: isoTime(module.createdAt),
    updatedAt: isoTime(module.updatedAt),
    releases: module.releases.map(releaseJson),
  };
}

function ratingsJson(
  { average, count, histogram, ratings }: RatingsView,
  hiddenReviews: Readonly<Record<Did, readonly Hiding[]>>,
) {
  const each = ratings.map(({ time, rater, stars, version, review, pending }) => ({
    rater,
    stars,
    version,
    review,
    time: isoTime(time),
    pending,
    hidden: (hiddenReviews[rater] ?? []).map(hidingJson),
  }));
  return { average, count, histogram, ratings: each };
}

function histogramJson(histogram: Histogram) {
  return { average: ratingAverage(histogram), count: ratingCount(histogram), histogram };
}

/** What people did with a module and said of it. */
interface Echo {
  readonly ratings: RatingsView;
  readonly trusted: Histogram;
  readonly aggregate: ModuleAggregate | undefined;
}

/** Everybody's are told apart: anybody can make many identities. */
function ratingsText({ ratings, trusted }: Echo): string {
  const count = ratingCount(trusted);
  const unverified = `${ratings.average.toFixed(1)} of 5 (${ratings.count}) unverified`;
  if (ratings.count === 0) return 'none yet';
  if (count === 0) return `none by people who count here; ${unverified}`;
  return `${ratingAverage(trusted).toFixed(1)} of 5 (${count}) trusted; ${unverified}`;
}

function countsText(aggregate: ModuleAggregate | undefined): string | undefined {
  if (aggregate === undefined) return undefined;
  const { downloads, installs } = aggregate;
  return `${downloads}, ${installs} of them to install, as the relay counts`;
}

function standing({ receipts, pending, contradiction, yanked, deprecated }: ReleaseView): string {
  if (contradiction) return 'contradictory: two receipted contents';
  if (yanked !== undefined) return `yanked: ${yanked.reason}`;
  if (pending) return 'not sent yet';
  const confirmed = receipts.length > 0 ? 'receipted' : 'unconfirmed';
  return deprecated === undefined ? confirmed : `${confirmed}, deprecated: ${deprecated.reason}`;
}

function releaseRow(release: ReleaseView): string[] {
  const { version, size, publishedAt, sha256, dependencies } = release;
  const needs = dependencies.map(({ id, range }) => `${id}@${range}`).join(' ');
  return [version, day(publishedAt), byteCount(size), sha256, standing(release), needs];
}

function latestOf({ releases, latest }: ModuleView): ReleaseView | undefined {
  return releases.find(({ version }) => version === latest);
}

function moduleLines(
  module: ModuleView,
  echo: Echo,
  installed: string | undefined,
  hidden: readonly Hiding[],
): string[] {
  const latest = latestOf(module);
  const facts: [string, string | undefined][] = [
    ['name', module.name],
    ['about', module.description],
    ['license', module.licence],
    ['type', module.type],
    ['tags', module.tags.join(', ')],
    ['made by', module.author],
    ['homepage', module.homepage],
    ['repository', module.repository],
    ['owner', module.contested ? `${module.owner} (contested: two grants)` : module.owner],
    ['status', module.status === 'available' ? undefined : module.status],
    ['ratings', ratingsText(echo)],
    ['downloads', countsText(echo.aggregate)],
    ['imports', latest?.imports.join(', ')],
    [
      'it',
      latest === undefined
        ? undefined
        : declaredAbilities(latest)
            .map(({ words }) => words)
            .join('; '),
    ],
    ['installed', installed],
    ...hidden.map((one): [string, string] => ['hidden by', hidingText(one)]),
  ];
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== '');
  return [
    module.latest === undefined ? module.id : `${module.id} ${module.latest}`,
    ...table(known),
    '',
    ...table([
      ['VERSION', 'PUBLISHED', 'SIZE', 'SHA256', 'STANDING', 'NEEDS'],
      ...module.releases.map(releaseRow),
    ]),
  ];
}

import { createCatalogue, type Catalogue } from '../../src/app/catalogue.ts';
import { wallClock } from '../../src/app/device.ts';
import type { Beside } from '../../src/app/listed-card.ts';
import { parseMicros } from '../../src/core/ids.ts';
import { requireCard, requireCardSignature } from '../../src/core/record/admission.ts';
import {
  catalogDocument,
  FIRST_EPOCH,
  splitModulePath,
  type DocumentPath,
} from '../../src/core/record/document.ts';
import { decodeRecord, type GenRecord } from '../../src/core/record/record.ts';
import { readCard } from '../../src/core/view/fold-cards.ts';
import type { SearchQuery } from '../../src/ports/search.ts';
import { testNamespace } from '../../tests/support/namespace.ts';
import { answerOf } from './answer-of.ts';
import { measurement, type Measurement } from './measurement.ts';
import { catalogueRelay } from './relay.ts';
import type { RestartOrder, RestartTimes } from './restart.ts';
import { signedCards } from './signed-cards.ts';
import { timed } from './statistics.ts';

const MODULES = 10_000;
const RECORDS = 1000;
const BATCH = 100;
const MERGES = 30;
const RESTARTS = 7;
const ALL: SearchQuery = { text: '', tags: [], sort: 'recent', offset: 0, limit: 20 };
const WORDS: SearchQuery = { ...ALL, text: 'parser', sort: 'relevance' };
/** Of a device on which nothing is installed or hidden. */
const BESIDE: Beside = { installed: new Map(), hidden: new Set(), isPending: () => false };

function shardOf(record: GenRecord): DocumentPath {
  return catalogDocument(splitModulePath(record.path).id, FIRST_EPOCH);
}

function put(catalogue: Catalogue, records: readonly GenRecord[]): void {
  for (const [path, some] of Map.groupBy(records, shardOf))
    catalogue.addShard(path, some, { checked: true }, wallClock());
}

async function intake(): Promise<Measurement[]> {
  const { namespace } = await testNamespace();
  const sign = await signedCards(namespace, MODULES);
  const cards = await sign();
  const catalogue = createCatalogue();
  const [held, fresh] = [cards.slice(0, MODULES - 5 * RECORDS), cards.slice(MODULES - 5 * RECORDS)];
  put(catalogue, held);
  const times: number[] = [];
  const verifying: number[] = [];
  for (let start = 0; start < fresh.length; start += RECORDS) {
    const some = fresh.slice(start, start + RECORDS).map(({ bytes }) => bytes);
    const decoded = some.map((bytes) => decodeRecord(bytes));
    verifying.push(await timed(() => Promise.all(decoded.map(requireCardSignature))));
    times.push(
      await timed(async () => {
        for (let from = 0; from < some.length; from += BATCH) {
          const records = some.slice(from, from + BATCH).map((bytes) => decodeRecord(bytes));
          for (const record of records)
            requireCard({ namespace, epoch: FIRST_EPOCH, path: shardOf(record) }, record);
          await Promise.all(records.map(requireCardSignature));
          put(catalogue, records);
        }
      }),
    );
  }
  const newer = await sign(parseMicros(wallClock() + 1000));
  const merging: number[] = [];
  const reading: number[] = [];
  for (let run = 0; run < MERGES; run += 1) {
    const batch = newer.slice(run * BATCH, (run + 1) * BATCH);
    reading.push(await timed(() => batch.map(({ bytes }) => readCard(decodeRecord(bytes)))));
    merging.push(
      await timed(() => {
        put(catalogue, batch);
        catalogue.search(WORDS, BESIDE);
      }),
    );
  }
  return [
    measurement('1,000 records verified, folded and indexed', times, {
      what: 'the Ed25519 signatures of the same records alone',
      times: verifying,
    }),
    measurement('100 foreign records merged into 10,000, and a search', merging, {
      what: 'the same 100 records decoded',
      times: reading,
    }),
  ];
}

async function restarts(): Promise<Measurement> {
  const relay = await catalogueRelay(MODULES);
  try {
    const order: RestartOrder = { address: relay.address, modules: MODULES };
    const script = new URL('./restart.ts', import.meta.url);
    const answers: RestartTimes[] = [];
    // Each in a process of its own: an engine has no end but that of its process.
    for (let run = 0; run < RESTARTS; run += 1) answers.push(await answerOf<RestartTimes>(script, order));
    const what = 'the stored rows of the index read and cloned';
    return measurement(
      'engine ready after a restart at 10,000: the first answer',
      answers.map(({ time }) => time),
      { what, times: answers.map(({ floor }) => floor) },
    );
  } finally {
    await relay.close();
  }
}

/** What an engine does with records that come, and at its start. */
export async function engineWorkPart(): Promise<Measurement[]> {
  return [...(await intake()), await restarts()];
}

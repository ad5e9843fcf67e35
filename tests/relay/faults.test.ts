import { expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { FIRST_EPOCH, moduleDocument } from '../../src/core/record/document.ts';
import { acceptor } from '../../src/relay/accept.ts';
import { DEFAULT_LIMITS } from '../../src/relay/config.ts';
import { openDatabase } from '../../src/relay/database.ts';
import { sqliteJournal } from '../../src/relay/journal.ts';
import { recordSets } from '../../src/relay/record-sets.ts';
import { openRelayKeys } from '../../src/relay/keys.ts';
import { emptyFolder, publisher, releasedModule, runningRelay } from './world.ts';

const CODEC = parseModuleId('io.acme.codec');
const clock = () => parseMicros(Date.now() * 1000);

/** An acceptor over what a relay holds after a publish; asking it for a blob fails. */
async function failing(fault: Error) {
  const data = await emptyFolder();
  const relay = await runningRelay({ data });
  const alice = publisher(relay);
  const { capability, releases, below, binary } = await releasedModule(alice, CODEC);
  const posted = [
    capability,
    (await releases('1.1.0', binary)).bytes,
    (await alice.rates(CODEC, { stars: 5 })).bytes,
  ];
  const colour = (await below(['colour'], Uint8Array.of(1))).bytes;
  await relay.stop();
  const database = openDatabase(data);
  const journal = sqliteJournal(database);
  const told: GenError[] = [];
  const accepting = acceptor({
    keys: await openRelayKeys(data, true, clock),
    epoch: FIRST_EPOCH,
    claims: 'open',
    maxReview: DEFAULT_LIMITS.maxReview,
    maxModules: DEFAULT_LIMITS.modules,
    journal,
    sets: recordSets(journal),
    delivery: { deliver: () => undefined, idle: () => Promise.resolve(), close: () => undefined },
    clock,
    blobSize() {
      throw fault;
    },
    examinations: { of: () => Promise.reject(new GenError('InvalidState', 'blob-missing')) },
    charge: () => undefined,
    onRefusal: (error) => void told.push(error),
  });
  return { accepting, posted, colour, capability, told, journal, close: () => database.close() };
}

test('a fault while one record is judged refuses that record alone, and is told to the log only', async () => {
  const fault = new TypeError('not a function');
  const { accepting, posted, capability, colour, told, close } = await failing(fault);

  const [answer, other] = await Promise.all([accepting.post(posted), accepting.post([capability, colour])]);
  close();

  expect(answer.results).toMatchObject([
    { state: 'refused', error: { code: 'InvalidState', reason: 'unexpected', data: {} } },
    { state: 'receipted' },
  ]);
  expect(other.results).toMatchObject([{ state: 'receipted' }]);
  expect(told[0]?.cause).toBe(fault);
});

test('a fault of the storage is no verdict: the POST fails and nothing of it is written', async () => {
  const { accepting, posted, told, journal, close } = await failing(new GenError('Storage', 'database'));
  const before = journal.version(moduleDocument(CODEC));

  await expect(accepting.post(posted)).rejects.toMatchObject({ code: 'Storage' });

  expect([journal.version(moduleDocument(CODEC)), told]).toEqual([before, []]);
  close();
});

import { expect, test } from 'vitest';
import { domainAsker } from '../../src/adapters/http/ask-domain.ts';
import { memoryTables } from '../../src/adapters/memory/memory-tables.ts';
import { domainProof, refreshDomain } from '../../src/app/domain-proofs.ts';
import type { Device } from '../../src/app/device.ts';
import { createDomainQuestions } from '../../src/app/engine/domain-questions.ts';
import { GenError } from '../../src/core/errors.ts';
import { parseDid, parseMicros } from '../../src/core/ids.ts';
import type { DomainAnswer } from '../../src/ports/domains.ts';
import { START } from '../support/namespace.ts';

const did = parseDid('did:key:z6Mks931aemXLmTDGrasbApX8araucPWxRhzP8iqL7XHhXeC');
const MINUTE = 60_000_000;

function deviceAt(start = START) {
  let now = start;
  const announced: string[] = [];
  const device = {
    tables: memoryTables(),
    clock: () => parseMicros(now),
    announce: (topics: readonly string[]) => void announced.push(...topics),
  } as unknown as Device;
  return { device, announced, later: (by: number) => void (now += by) };
}

const said = (verified: boolean, at = START): DomainAnswer => ({
  verified,
  checkedAt: parseMicros(at),
});

test('a proof is kept for when there is no network, and told to who shows it', async () => {
  const { device, announced } = deviceAt();
  await refreshDomain(device, async () => said(true), did, 'acme.io');
  expect(await domainProof(device, did, 'acme.io')).toEqual(said(true));
  expect(announced).toEqual(['people']);
});

test('without a yes for the very domain that is claimed now there is no proof', async () => {
  const { device } = deviceAt();
  await refreshDomain(device, async () => said(true), did, 'acme.io');
  expect(await domainProof(device, did, 'other.io')).toBeUndefined();
  await refreshDomain(device, async () => said(false), did, 'other.io');
  expect(await domainProof(device, did, 'other.io')).toBeUndefined();
  expect(await domainProof(device, did, 'acme.io')).toBeUndefined();
});

test('a yes is asked again after a day, a no after ten minutes', async () => {
  const { device, later } = deviceAt();
  const asked: number[] = [];
  const ask = (verified: boolean) => async () => {
    asked.push(device.clock());
    return said(verified, device.clock());
  };
  await refreshDomain(device, ask(false), did, 'acme.io');
  later(9 * MINUTE);
  await refreshDomain(device, ask(true), did, 'acme.io');
  later(MINUTE);
  await refreshDomain(device, ask(true), did, 'acme.io');
  later(23 * 60 * MINUTE);
  await refreshDomain(device, ask(false), did, 'acme.io');
  later(60 * MINUTE);
  await refreshDomain(device, ask(false), did, 'acme.io');
  expect(asked).toEqual([START, START + 10 * MINUTE, START + (10 + 24 * 60) * MINUTE]);
  expect(await domainProof(device, did, 'acme.io')).toBeUndefined();
});

test('a domain that cannot be asked leaves what was known, and is not asked at every change', async () => {
  const { device, later } = deviceAt();
  await refreshDomain(device, async () => said(true), did, 'acme.io');
  later(25 * 60 * MINUTE);
  let asked = 0;
  const faults: unknown[] = [];
  const questions = createDomainQuestions(
    () => {
      asked += 1;
      return Promise.reject(new GenError('Network', 'unreachable'));
    },
    (fault) => faults.push(fault),
  );
  const people = { [did]: { name: 'Alice', domain: 'acme.io', time: parseMicros(START), pending: false } };
  questions.about(device, people);
  questions.about(device, people);
  await expect.poll(() => asked).toBe(1);
  later(10 * MINUTE);
  questions.about(device, people);
  await expect.poll(() => asked).toBe(2);
  expect(await domainProof(device, did, 'acme.io')).toEqual(said(true));
  expect(faults).toEqual([]);
});

const clock = () => parseMicros(START);
const RELAY = `http://relay/domains/acme.io?did=${encodeURIComponent(did)}`;

/** Answers at the relay's address; whoever asks elsewhere tells a stranger. */
const answering = (answer: unknown) => async (url: string) => {
  if (url !== RELAY) throw new Error(`asked ${url}`);
  return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
};

test('the relay is asked and nobody else: a domain does not learn who looks at a page', async () => {
  const relay = { verified: true, checkedAt: START - 5 };
  expect(await domainAsker('http://relay', clock, answering(relay))('acme.io', did)).toEqual(relay);
});

test('a relay that answers nonsense, or from the future, is not believed', async () => {
  for (const answer of [{}, { verified: 'yes', checkedAt: 1 }, { verified: true, checkedAt: START + 1e9 }]) {
    const ask = domainAsker('http://relay', clock, answering(answer));
    await expect(ask('acme.io', did)).rejects.toMatchObject({ code: 'Network', reason: 'nonsense' });
  }
});

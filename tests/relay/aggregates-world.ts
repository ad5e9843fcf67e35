import { request } from 'node:http';
import { decode } from 'cborg';
import { expect } from 'vitest';
import { fromHex } from '../../src/core/bytes.ts';
import { parseMicros, parsePublicKey, type ModuleId } from '../../src/core/ids.ts';
import {
  isPart,
  readAggregates,
  verifyAggregates,
  type ServedAggregates,
} from '../../src/core/view/signed-aggregates.ts';
import type { RunningRelay } from '../../src/relay/relay-hooks.ts';
import { PARTS } from '../../src/relay/tally/tally-store.ts';

export async function aggregatesAnswer(
  relay: RunningRelay,
): Promise<ServedAggregates & { readonly etag: string }> {
  await relay.refreshAggregates();
  const response = await fetch(`${relay.address}/aggregates`);
  expect(response.status).toBe(200);
  return decode(new Uint8Array(await response.arrayBuffer())) as Awaited<ReturnType<typeof aggregatesAnswer>>;
}

/** As a device believes it. */
export async function tableOf(relay: RunningRelay, now = Date.now() * 1000) {
  const answer = await aggregatesAnswer(relay);
  const index = await verifyAggregates(answer, {
    namespace: parsePublicKey(fromHex(relay.facts.namespace)),
    relay: relay.facts.relay,
    now: parseMicros(now),
  });
  expect(answer.parts).toHaveLength(PARTS);
  expect(answer.parts.every((part, place) => isPart(index, place, part))).toBe(true);
  return { rows: answer.parts.flatMap(readAggregates), invited: index.invited };
}

/** Downloads and installs once they are these: a relay hears that an answer has ended a little after who asked. */
export function counts(relay: RunningRelay, id: ModuleId, now?: () => number) {
  return expect.poll(async () => {
    const { rows } = await tableOf(relay, now?.());
    const row = rows.find((one) => one.id === id);
    return row && [row.downloads, row.installs];
  });
}

/** From one of many addresses: all of 127.0.0.0/8 is this machine. @returns the status, when the answer has ended. */
export function gets(
  relay: RunningRelay,
  sha256: string,
  headers: Record<string, string> = {},
  localAddress = '127.0.0.1',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${relay.address}/blobs/${sha256}`, { headers, localAddress, agent: false });
    asked.on('response', (response) => {
      response.on('close', () => resolve(response.statusCode ?? 0)).resume();
    });
    asked.on('error', reject).end();
  });
}

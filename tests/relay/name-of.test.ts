import { expect, test } from 'vitest';
import { parseMicros, parseModuleId } from '../../src/core/ids.ts';
import { judge } from '../../src/relay/policy.ts';
import { nameOf, TAKEN } from '../../src/relay/world.ts';
import { releases, revokes } from '../support/holder.ts';
import { codec, now, standingWorld } from '../support/standing-world.ts';
import { held, policyWorld } from './policy-world.ts';

test('a name is looked up once for as long as neither its records, the authority nor the clock change', async () => {
  const world = await standingWorld();
  const there = held(world);
  const first = nameOf(policyWorld(world, there), codec);
  const release = await releases(world.alice, codec, '1.0.0');
  const cut = await revokes(world.admin, world.naming);

  expect(first?.grant.to).toBe(world.alice.signer.did);
  expect(nameOf(policyWorld(world, there), codec)).toBe(first);

  const { module } = held(world, { module: [release] });
  expect(nameOf(policyWorld(world, { ...there, module }), codec)?.set.records).toContain(release);
  const { authority } = held(world, { authority: [cut] });
  expect(nameOf(policyWorld(world, { ...there, authority }), codec)).toBeUndefined();
  const later = { now: parseMicros(now + 1) };
  expect(nameOf(policyWorld(world, there, later), codec)).not.toBe(first);
});

test('names that nobody wrote of are told apart, though they share the empty set', async () => {
  const world = await standingWorld();
  const { module, authority } = held(world);
  const relay = policyWorld(world, { module, authority }, { set: () => module });

  expect(nameOf(relay, parseModuleId('org.other'))).toBeUndefined();
  expect(nameOf(relay, codec)).toBeDefined();
});

test('a release that names one dependency a hundred times asks for it once', async () => {
  const world = await standingWorld();
  const there = held(world);
  const asked: string[] = [];
  const { set } = policyWorld(world, there);
  const relay = policyWorld(world, there, {
    set: (path) => {
      asked.push(path);
      return set(path);
    },
  });
  const times = async (count: number) => {
    const dependencies = Array.from({ length: count }, () => ({ id: codec, range: '*' }));
    const release = await releases(world.alice, codec, `${count}.0.0`, { dependencies });
    asked.length = 0;
    expect(await judge(release, relay)).toBe(TAKEN);
    return asked.length;
  };

  await times(1);
  expect(await times(100)).toBe(await times(2));
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FULL_AREA, type Area } from '../../src/core/access/area.ts';
import type { Capability, Delegation } from '../../src/core/access/capability.ts';
import { checkCapability } from '../../src/core/access/validity.ts';
import { concat } from '../../src/core/bytes.ts';
import { parsePublicKey } from '../../src/core/ids.ts';
import { chain, publishing, rating } from './capabilities.ts';
import { area, COMMUNAL, holder, ownedNamespace, reasonOf, type Holder } from './keys.ts';
import { contains, naiveAreaInArea, type Point } from './naive.ts';

const people = [holder(21), holder(22), holder(23)] as const;
const [alice, bob] = people;
const root = ownedNamespace(40);
const nobody = holder(99);

test('a chain of honest hand-overs is valid, up to eight', async () => {
  for (const capability of [await publishing(), await rating(), await chain(0), await chain(8)]) {
    await expect(checkCapability(capability)).resolves.toBeUndefined();
  }
});

test('the ninth hand-over makes it invalid before any signature is looked at', async () => {
  const eight = await chain(8);
  const nine = { ...eight, delegations: [...eight.delegations, ...eight.delegations.slice(0, 1)] };
  expect(await reasonOf(() => checkCapability(nine))).toBe('PermissionDenied: chain-length');
});

test('an owned capability says nothing about a communal namespace, nor the other way round', async () => {
  const communal = await rating();
  const owned = await chain(1);
  expect(await reasonOf(() => checkCapability({ ...communal, namespace: root.key }))).toBe(
    'PermissionDenied: namespace-kind',
  );
  expect(await reasonOf(() => checkCapability({ ...owned, namespace: COMMUNAL }))).toBe(
    'PermissionDenied: namespace-kind',
  );
});

test('a read capability is not made one to write by saying so', async () => {
  for (const capability of [await publishing(), await rating()]) {
    expect(await reasonOf(() => checkCapability({ ...capability, mode: 'read' }))).toBe(
      'SignatureInvalid: capability-signature',
    );
  }
});

test('a link cannot be moved to another chain, left out, or put in another order', async () => {
  const whole = await chain(4);
  const [first, second, third, fourth] = whole.delegations;
  const shuffled: readonly Delegation[][] = [
    [first!, third!, second!, fourth!],
    [first!, second!, fourth!],
    [third!, fourth!],
  ];
  for (const delegations of shuffled) {
    expect(await reasonOf(() => checkCapability({ ...whole, delegations }))).toBe(
      'SignatureInvalid: capability-signature',
    );
  }
});

test('a key of small order signs nothing', async () => {
  const weak = parsePublicKey(Uint8Array.of(1, ...new Uint8Array(31)));
  const signature = Uint8Array.of(1, ...new Uint8Array(63));
  const forged: Capability = {
    kind: 'communal',
    mode: 'write',
    namespace: COMMUNAL,
    user: weak,
    delegations: [{ area: area(weak, []), receiver: alice.key, signature }],
  };
  expect(await reasonOf(() => checkCapability(forged))).toBe('SignatureInvalid: capability-signature');
});

interface Step {
  readonly area: Area;
  readonly to: Holder;
  /** Signs in place of whom it is due to. */
  readonly by: Holder | undefined;
}

const anyArea = fc
  .record({
    subspace: fc.constantFrom(undefined, undefined, alice.key, bob.key),
    path: fc.constantFrom([], [], ['a'], ['a', 'b']),
    start: fc.nat(2),
    length: fc.constantFrom(undefined, undefined, 1, 3),
  })
  .map(({ subspace, path, start, length }) => area(subspace, path, start, length && start + length));

const anyStep: fc.Arbitrary<Step> = fc.record({
  area: fc.oneof({ arbitrary: fc.constant(FULL_AREA), weight: 1 }, { arbitrary: anyArea, weight: 3 }),
  to: fc.constantFrom(...people),
  by: fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 9 },
    { arbitrary: fc.constant(nobody), weight: 1 },
  ),
});

/** Half of the chains keep to one area, so that long ones are valid too. */
const anySteps = fc
  .tuple(fc.array(anyStep, { maxLength: 9 }), fc.boolean())
  .map(([steps, steady]) =>
    steady ? steps.map((step) => ({ ...step, area: steps[0]?.area ?? step.area })) : steps,
  );

const points: readonly Point[] = [...people, nobody].flatMap(({ key }) =>
  ['', 'a/', 'a/b/', 'c/'].flatMap((path) =>
    [0, 1, 2, 3, 4, 5, 9].map((time) => ({ subspace: key, path, time })),
  ),
);

function inside(inner: Area, outer: Area): boolean {
  return points.every((point) => !contains(inner, point) || contains(outer, point));
}

/** Builds the chain and says, link by link, what is wrong with it first: structure before signatures. */
async function world(kind: Capability['kind'], mode: 'read' | 'write', steps: readonly Step[]) {
  const modeByte = (kind === 'owned' ? 2 : 0) + (mode === 'write' ? 1 : 0);
  const namespace = kind === 'owned' ? root.key : COMMUNAL;
  const initialAuthorisation = await root.sign(concat(Uint8Array.of(modeByte), alice.key));
  let link = kind === 'owned' ? initialAuthorisation : undefined;
  let outer = kind === 'owned' ? FULL_AREA : area(alice.key, []);
  let due: Holder = alice;
  let widened = false;
  let forged = false;
  const delegations: Delegation[] = [];
  for (const { area: inner, to, by } of steps) {
    widened ||= !inside(inner, outer);
    forged ||= by !== undefined;
    const difference = widened ? new Uint8Array() : naiveAreaInArea(inner, outer);
    const message =
      link === undefined
        ? concat(Uint8Array.of(modeByte), namespace, difference, to.key)
        : concat(difference, link, to.key);
    const signature = await (by ?? due).sign(message);
    delegations.push({ area: inner, receiver: to.key, signature });
    [link, outer, due] = [signature, inner, to];
  }
  const common = { mode, namespace, user: alice.key, delegations };
  const capability: Capability =
    kind === 'owned' ? { kind, ...common, initialAuthorisation } : { kind, ...common };
  let verdict: string | undefined;
  if (forged) verdict = 'SignatureInvalid: capability-signature';
  if (widened) verdict = 'PermissionDenied: area-not-included';
  if (steps.length > 8) verdict = 'PermissionDenied: chain-length';
  return { capability, verdict };
}

test('the verdict on any chain is that of the naive oracle', async () => {
  const verdicts = new Set<string | undefined>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Capability['kind']>('communal', 'owned'),
      fc.constantFrom<'read' | 'write'>('read', 'write'),
      anySteps,
      async (kind, mode, steps) => {
        const { capability, verdict } = await world(kind, mode, steps);
        verdicts.add(verdict);
        expect(await reasonOf(() => checkCapability(capability))).toBe(verdict);
      },
    ),
    { numRuns: 300 },
  );
  expect(verdicts.size).toBe(4);
});

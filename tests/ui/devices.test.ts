import { expect, test } from 'vitest';
import { comparedKey } from '../../src/core/compared-key.ts';
import type { Did, Micros } from '../../src/core/ids.ts';
import type { MemberId } from '../../src/core/record/record.ts';
import type { ReleaseView } from '../../src/core/view/module-view.ts';
import type { PublisherView } from '../../src/core/view/publishers.ts';
import type { ModulePage } from '../../src/ports/module-page.ts';
import {
  deviceOfOne,
  groupedPublishers,
  isByOwner,
  releasedFrom,
} from '../../src/ui/pages/module/owned-device.ts';
import { cutOffSentence, isOver } from '../../src/ui/text/devices.ts';
import { adviceFor } from '../../src/ui/text/errors.ts';
import { stateLabel, taskLabel } from '../../src/ui/text/states.ts';

const NOON = (Date.UTC(2025, 9, 3, 12) * 1000) as Micros;
const [OLIVIA, LAPTOP, PAUL, PHONE, MALLORY] = ['o', 'l', 'p', 'h', 'm'].map(
  (letter) => `did:key:z6Mk${letter.repeat(44)}` as Did,
) as [Did, Did, Did, Did, Did];

/** Olivia owns it and has a laptop; Paul publishes from a phone. Mallory publishes too. */
function pageOf(
  devices: Readonly<Record<string, Did>>,
  publishers: readonly (readonly [did: Did, by: Did])[],
  chains: readonly (readonly Did[])[] = [],
): Pick<ModulePage, 'module' | 'devices'> & { releases: readonly ReleaseView[] } {
  const releases = chains.map((chain) => ({ author: chain.at(-1), chain }) as unknown as ReleaseView);
  const module = {
    owner: OLIVIA,
    publishers: publishers.map(([did, by]): PublisherView => ({
      did,
      by,
      delegation: `${by} to ${did}` as MemberId,
      path: 'modules/io/acme/codec/@',
      since: NOON,
    })),
    releases,
  } as unknown as ModulePage['module'];
  const owned = Object.entries(devices).map(([did, of]) => [did, { of, name: 'Laptop' }]);
  return { module, devices: Object.fromEntries(owned), releases };
}

test('what the owner’s device releases is the owner’s, what a publisher’s does is the publisher’s', () => {
  const page = pageOf(
    { [LAPTOP]: OLIVIA, [PHONE]: PAUL },
    [],
    [[OLIVIA], [OLIVIA, LAPTOP], [OLIVIA, PAUL, PHONE], [OLIVIA, PAUL]],
  );

  expect(page.releases.map((release) => [isByOwner(page, release), releasedFrom(page, release)?.of])).toEqual(
    [
      [true, undefined],
      [true, OLIVIA],
      [false, PAUL],
      [false, undefined],
    ],
  );
});

test('a key is nobody’s device who did not hand the permission on to it, whatever they say', () => {
  const page = pageOf({ [LAPTOP]: MALLORY }, [[LAPTOP, OLIVIA]], [[OLIVIA, LAPTOP]]);
  const [release] = page.releases;

  expect(release && releasedFrom(page, release)).toBeUndefined();
  expect(deviceOfOne(page, LAPTOP)).toBeUndefined();
  expect(groupedPublishers(page).others.map(({ did }) => did)).toEqual([LAPTOP]);
});

test('where two have handed on to a key, and nothing says through whom it signed, it is neither’s device', () => {
  const once = pageOf({ [PHONE]: PAUL }, [[PHONE, PAUL]]);
  const twice = pageOf({ [PHONE]: PAUL }, [
    [PHONE, PAUL],
    [PHONE, MALLORY],
  ]);

  expect([once, twice].map((page) => deviceOfOne(page, PHONE)?.of)).toEqual([PAUL, undefined]);
});

test('devices stand below whose they are, and not among those whom somebody let in', () => {
  const page = pageOf({ [LAPTOP]: OLIVIA, [PHONE]: PAUL }, [
    [LAPTOP, OLIVIA],
    [PAUL, OLIVIA],
    [PHONE, PAUL],
  ]);
  const { others, devicesOf } = groupedPublishers(page);

  expect(others.map(({ did }) => did)).toEqual([PAUL]);
  expect([OLIVIA, PAUL, MALLORY].map((did) => devicesOf(did).map((one) => one.did))).toEqual([
    [LAPTOP],
    [PHONE],
    [],
  ]);
});

test('two screens compare the end of a key, in groups of four', () => {
  expect(comparedKey('did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' as Did)).toBe(
    'tKLG pbnn EGta 2doK',
  );
});

test('a code is over after the quarter of an hour that a relay keeps an answer', () => {
  const minutes = (count: number) => NOON / 1000 + count * 60_000;

  expect([minutes(0), minutes(15), minutes(15) + 1].map((now) => isOver(NOON, now))).toEqual([
    false,
    false,
    true,
  ]);
});

test('a cut says by whom, when and why', () => {
  const end = { kind: 'revoked', by: OLIVIA, reason: 'Left on a train.', time: NOON } as const;

  expect([cutOffSentence(end, OLIVIA), cutOffSentence({ ...end, reason: '' }, PAUL)]).toEqual([
    'Cut off by you on 3 Oct 2025, because “Left on a train”.',
    'Cut off by did:key:z6Mkoo…oooooo on 3 Oct 2025, without a reason given.',
  ]);
});

test('a device is made known or cut off, and is about no module', () => {
  const device = { did: LAPTOP, ends: false };
  expect([
    taskLabel({ kind: 'device', name: 'Laptop', device }),
    taskLabel({ kind: 'device', name: 'Laptop', device: { ...device, ends: true } }),
    stateLabel({ kind: 'device', state: 'receipted' }),
  ]).toEqual(['Make “Laptop” known as your device', 'Cut off “Laptop”', 'Known']);
});

test('one’s own link opened on the same device is told apart from a person who may publish already', () => {
  const error = { code: 'InvalidInput', reason: 'own-did' } as const;
  const wrong = [{ field: 'link' }, { field: 'to' }].map((data) => adviceFor({ ...error, data }).wrong);

  expect(wrong).toEqual(['This link is of this very device.', 'This person may publish it already.']);
});

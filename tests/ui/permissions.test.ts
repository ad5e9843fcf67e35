import { expect, test } from 'vitest';
import type { Did, Micros, ModuleId, Sha256, Version } from '../../src/core/ids.ts';
import type { MemberId } from '../../src/core/record/record.ts';
import type { ModuleView, ReleaseView } from '../../src/core/view/module-view.ts';
import type { EndView, PublisherView } from '../../src/core/view/publishers.ts';
import { capabilityLink } from '../../src/core/access/capability-link.ts';
import { didOf } from '../../src/core/ids.ts';
import { inviteTo } from '../../src/relay/root-grants.ts';
import { readOffered } from '../../src/ui/pages/identity/permissions/offered.ts';
import { signerNamed, testNamespace } from '../support/namespace.ts';
import { qrPath } from '../../src/ui/components/qr-path.ts';
import {
  endable,
  mayLetIn,
  ownEnd,
  publisherProblem,
  reasonProblem,
} from '../../src/ui/pages/module/publishers/publishing.ts';
import { warningsOf, type Warned } from '../../src/ui/pages/module/warning-texts.ts';
import {
  dayOf,
  deedWords,
  endOfDay,
  endSentence,
  endWords,
  moduleOfScope,
  placeWords,
  scopeWords,
} from '../../src/ui/text/permissions.ts';
import { stateLabel, taskLabel } from '../../src/ui/text/states.ts';

const NOON = (Date.UTC(2025, 9, 3, 12) * 1000) as Micros;
const [OLIVIA, PAUL, QUINN, RUTH] = ['o', 'p', 'q', 'r'].map(
  (letter) => `did:key:z6Mk${letter.repeat(44)}` as Did,
) as [Did, Did, Did, Did];
const WITHDRAWN: EndView = { kind: 'revoked', by: OLIVIA, reason: 'Key lost.', time: NOON };
const RAN_OUT: EndView = { kind: 'expired', reason: '', time: NOON };

function publisher(did: Did, by: Did, more: Partial<PublisherView> = {}): PublisherView {
  return {
    did,
    by,
    delegation: `to ${did}` as MemberId,
    path: 'modules/io/acme/codec/@',
    since: NOON,
    ...more,
  };
}

function moduleOf(publishers: readonly PublisherView[], releases: readonly Partial<ReleaseView>[] = []) {
  return {
    id: 'io.acme.codec' as ModuleId,
    owner: OLIVIA,
    contested: false,
    status: 'available',
    publishers,
    releases: releases.map((one) => ({ contradiction: false, receipts: [], ...one })),
    fallen: [],
    latest: releases[0]?.version,
  } as unknown as ModuleView;
}

test('a place is said as the module, what lies below a name, or everything', () => {
  expect(
    [
      '',
      'modules',
      'modules/io/acme',
      'modules/io/acme/codec/@',
      'modules/io/acme/codec/@/versions',
      'keys',
    ].map(placeWords),
  ).toEqual([
    'everything',
    'all modules',
    'all below io.acme',
    'io.acme.codec',
    'versions of io.acme.codec',
    'the part “keys”',
  ]);
});

test('only what reaches modules is called publishing', () => {
  const paths = ['', 'modules/io/acme', 'revocations', 'moderation', 'moderation/releases', 'heads'];

  expect(paths.map((path) => deedWords('write', path))).toEqual([
    'publish',
    'publish',
    'cut off',
    'settle releases and hide modules',
    'settle releases',
    'write',
  ]);
  expect(paths.map((path) => deedWords('read', path))).toEqual(paths.map(() => 'read'));
});

test('what a link offers is told apart by the registry that it is for', async () => {
  const { publicKey } = await signerNamed('bob');
  const [here, elsewhere] = [await testNamespace(), await testNamespace('elsewhere')];
  const links = await Promise.all(
    [here, elsewhere].map(async ({ root }) =>
      capabilityLink('', (await inviteTo(root, 'io.acme', publicKey, undefined)).bytes),
    ),
  );

  const roots = links.map((link) => readOffered(link)?.root);

  expect(roots).toEqual([didOf(here.root.publicKey), didOf(elsewhere.root.publicKey)]);
});

test('only a scope of one module leads to a module', () => {
  const scopes = ['io.acme.codec', 'io.acme.codec/versions', 'io.acme.*', '*', 'moderation/releases'];

  expect(scopes.map(moduleOfScope)).toEqual([
    'io.acme.codec',
    'io.acme.codec',
    undefined,
    undefined,
    undefined,
  ]);
  expect(scopes.map(scopeWords).slice(2, 4)).toEqual(['All below io.acme', 'All modules']);
});

test('an end says who withdrew and why, or when the time ran out', () => {
  expect([endWords(WITHDRAWN), endWords(WITHDRAWN, OLIVIA), endSentence(RAN_OUT)]).toEqual([
    'withdrawn by did:key:z6Mkoo…oooooo on 3 Oct 2025, because “Key lost”',
    'withdrawn by you on 3 Oct 2025, because “Key lost”',
    'Ran out on 3 Oct 2025.',
  ]);
  expect(endSentence({ ...WITHDRAWN, reason: ' ' }, OLIVIA)).toBe(
    'Withdrawn by you on 3 Oct 2025, without a reason given.',
  );
});

test('the day that is chosen still counts, to its last moment', () => {
  const end = endOfDay('2026-12-31') ?? 0;

  expect(dayOf(Math.floor(end / 1000))).toBe('2026-12-31');
  expect(dayOf(Math.floor((end + 1) / 1000))).toBe('2027-01-01');
  expect([endOfDay(''), endOfDay('soon')]).toEqual([undefined, undefined]);
});

test('the owner ends everybody who is not ended, a publisher only whom they let in', () => {
  const paul = publisher(PAUL, OLIVIA);
  const quinn = publisher(QUINN, PAUL);
  const ruth = publisher(RUTH, QUINN);
  const gone = publisher(RUTH, OLIVIA, { delegation: 'old' as MemberId, ended: RAN_OUT });
  const module = moduleOf([paul, quinn, ruth, gone]);

  expect([...endable({ module, mine: OLIVIA })]).toEqual([paul, quinn, ruth]);
  expect([...endable({ module, mine: PAUL })]).toEqual([quinn, ruth]);
  expect([...endable({ module, mine: RUTH })]).toEqual([]);
});

test('who was withdrawn lets nobody in and ends nobody', () => {
  const module = moduleOf([publisher(PAUL, OLIVIA, { ended: WITHDRAWN }), publisher(QUINN, PAUL)]);

  expect(mayLetIn({ module, mine: PAUL })).toBe(false);
  expect(endable({ module, mine: PAUL }).size).toBe(0);
});

test('a publisher hands on until their own end, the owner without one', () => {
  const until = (NOON + 1) as Micros;
  const module = moduleOf([publisher(PAUL, OLIVIA, { until }), publisher(QUINN, OLIVIA)]);

  expect([OLIVIA, PAUL, QUINN].map((mine) => ownEnd({ module, mine }))).toEqual([
    undefined,
    until,
    undefined,
  ]);
});

test('an identity that cannot be let in is told apart before anything is signed', () => {
  const asking = { module: moduleOf([]), mine: PAUL };
  const somebody = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';

  expect(publisherProblem(` ${somebody} `, asking)).toBeUndefined();
  expect(publisherProblem(somebody.slice(0, -1), asking)).toMatch('no identity');
  expect(publisherProblem(PAUL, asking)).toMatch('your own');
  expect(publisherProblem(OLIVIA, asking)).toMatch('the owner');
  expect(publisherProblem('', asking)).toMatch('Nobody');
});

test('a reason is asked for, and none is cut off', () => {
  expect(reasonProblem(' ')).toMatch('Say why');
  expect(reasonProblem('x'.repeat(500))).toBeUndefined();
  expect(reasonProblem('x'.repeat(502))).toBe(
    'The reason is 2 characters too long. Shorten it; nothing was cut off.',
  );
});

test('another owner than the known one is warned of before anything else', () => {
  const page: Warned = { module: { ...moduleOf([]), contested: true }, mine: PAUL, pinnedOwner: RUTH };

  expect(warningsOf(page)[0]).toMatch('This device knew another owner');
  expect(warningsOf({ ...page, pinnedOwner: OLIVIA })[0]).toMatch('told otherwise');
  expect(warningsOf({ ...page, pinnedOwner: undefined })[0]).toMatch('Two grants');
});

const INSTALLED = { version: '1.2.0' as Version, sha256: 'aa' as Sha256 };

function installed(module: ModuleView): Warned {
  return { module, mine: RUTH, installation: INSTALLED as never };
}

test('an installed release of a withdrawn publisher is warned of, and whether it still counts', () => {
  const gone = publisher(PAUL, OLIVIA, { ended: WITHDRAWN });
  const standing = moduleOf([gone], [{ ...INSTALLED, author: PAUL }]);
  const fallen = { ...moduleOf([gone]), fallen: [{ ...INSTALLED, author: PAUL, end: WITHDRAWN } as never] };

  expect(warningsOf(installed(standing))).toEqual([expect.stringMatching('The release still counts')]);
  expect(warningsOf(installed(fallen))).toEqual([expect.stringMatching('no longer counts')]);
});

test('who was let in anew, or whose time ran out, is no warning', () => {
  const release = { ...INSTALLED, author: PAUL };
  const anew = [publisher(PAUL, OLIVIA, { ended: WITHDRAWN }), publisher(PAUL, OLIVIA)];
  const late = [publisher(PAUL, OLIVIA, { ended: RAN_OUT })];

  expect(warningsOf(installed(moduleOf(anew, [release])))).toEqual([]);
  expect(warningsOf(installed(moduleOf(late, [release])))).toEqual([]);
});

test('a contradiction is warned of where it is shown or installed, not in old versions', () => {
  const newest = { version: '2.0.0' as Version, author: OLIVIA };
  const old = { ...INSTALLED, author: OLIVIA, contradiction: true };

  expect(warningsOf(installed(moduleOf([], [newest, old])))).toEqual([
    expect.stringMatching('Different binaries are published as 1.2.0'),
  ]);
  expect(warningsOf({ module: moduleOf([], [newest, old]), mine: RUTH })).toEqual([]);
});

test('letting in and withdrawing are tasks with a name and an end of their own', () => {
  expect([
    taskLabel({ kind: 'permit', permit: { to: PAUL, ends: false } }),
    taskLabel({ kind: 'permit', permit: { to: PAUL, ends: true } }),
    stateLabel({ kind: 'permit', state: 'receipted' }),
  ]).toEqual(['Let did:key:z6Mkpp…pppppp publish', 'Withdraw did:key:z6Mkpp…pppppp from', 'In force']);
});

test('dark cells of a row that touch are one rectangle', () => {
  expect(
    qrPath([
      [true, true, false],
      [false, false, true],
      [false, false, false],
    ]),
  ).toBe('M0 0h2v1h-2zM2 1h1v1h-1z');
});

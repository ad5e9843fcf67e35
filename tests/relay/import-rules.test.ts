import { expect, test } from 'vitest';
import { encodeCanonical } from '../../src/core/record/canonical-cbor.ts';
import { IMPORT_RULES_PATH } from '../../src/core/record/document.ts';
import { judge } from '../../src/relay/policy.ts';
import { TAKEN } from '../../src/relay/world.ts';
import { handsOn, revokes, says } from '../support/holder.ts';
import { rules } from '../support/import-rules.ts';
import { standingWorld } from '../support/standing-world.ts';
import { held, policyWorld } from './policy-world.ts';

test('admins and the root say what an install asks about; nobody else does', async () => {
  const world = await standingWorld();
  const { admin, rootHolder, naming, alice } = world;
  const now = policyWorld(world, held(world, { authority: [alice.capability] }));

  for (const one of [admin, rootHolder]) {
    expect(await judge(await rules(one, 'wasi'), now)).toBe(TAKEN);
    expect(await judge(await rules(one, undefined), now)).toBe(TAKEN);
  }
  for (const one of [naming, alice])
    await expect(judge(await rules(one, 'anything'), now)).rejects.toMatchObject({
      code: 'PermissionDenied',
      reason: 'no-admin',
    });
});

test('an admin who is one no more is refused', async () => {
  const world = await standingWorld();
  const { admin, rootHolder } = world;
  const after = held(world, { authority: [await revokes(rootHolder, admin)] });
  await expect(judge(await rules(admin, 'wasi'), policyWorld(world, after))).rejects.toMatchObject({
    code: 'PermissionDenied',
    reason: 'revoked',
  });
});

test('only rules that fit are taken, and only at their path', async () => {
  const world = await standingWorld();
  const { admin, rootHolder } = world;
  const hidesOnly = await handsOn(rootHolder, 'hides', { path: ['moderation', 'modules'] });
  const now = policyWorld(world, held(world, { authority: [hidesOnly.capability] }));
  const { payload } = await rules(admin, 'wasi');
  const fits = { level: 'wasi', allow: ['env'], deny: [], validation: 'standard' };

  expect(await judge(await says(admin, IMPORT_RULES_PATH, encodeCanonical(fits)), now)).toBe(TAKEN);
  const bad = [
    { ...fits, level: 'all' },
    { ...fits, allow: [''] },
    { ...fits, allow: Array.from({ length: 51 }, () => 'a') },
    { ...fits, more: 1 },
    { withdrawn: false },
  ];
  for (const body of bad)
    await expect(
      judge(await says(admin, IMPORT_RULES_PATH, encodeCanonical(body)), now),
    ).rejects.toMatchObject({ reason: 'body' });
  await expect(judge(await says(admin, [...IMPORT_RULES_PATH, 'x'], payload), now)).rejects.toMatchObject({
    reason: 'body',
  });
});

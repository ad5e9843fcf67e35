import { expect, test } from 'vitest';
import { deedText } from '../../src/cli/commands/permissions.ts';
import { didOf } from '../../src/core/ids.ts';
import { signerNamed } from '../support/namespace.ts';

test('a permission says what it lets do, which over the registry’s own trees is not publishing', async () => {
  const to = didOf((await signerNamed('bob')).publicKey);
  const deed = (scope: string, path: string, mode: 'read' | 'write' = 'write') =>
    deedText({ mode, scope, chain: [{ to, path }] });

  expect([
    deed('io.acme.*', 'modules/io/acme'),
    deed('io.acme.*', 'modules/io/acme', 'read'),
    deed('revocations', 'revocations'),
    deed('moderation', 'moderation'),
    deed('moderation', 'moderation/releases'),
    deed('heads', 'heads'),
  ]).toEqual([
    'publish io.acme.*',
    'read io.acme.*',
    'cut off who publishes here',
    'settle which releases are kept, and hide modules and reviews',
    'settle which releases are kept',
    'write heads',
  ]);
});

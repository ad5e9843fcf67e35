import { expect, test } from 'vitest';
import config from '../../vite.config.ts';

test('in development the relay answers what it answers in production, and nothing that it does not know', () => {
  expect(Object.keys(config.server?.proxy ?? {}).sort()).toEqual([
    '/.well-known',
    '/aggregates',
    '/blobs',
    '/domains',
    '/heads',
    '/healthz',
    '/metrics',
    '/pairing',
    '/readyz',
    '/records',
    '/reports',
    '/snapshots',
    '/sync',
  ]);
});

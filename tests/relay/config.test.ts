import { expect, test } from 'vitest';
import { readConfig } from '../../src/relay/config.ts';

test('without settings the relay is at localhost:4321 with samples and an open policy', () => {
  expect(readConfig({}, [])).toMatchObject({
    host: 'localhost',
    port: 4321,
    samples: true,
    policy: 'open',
    dev: false,
  });
});

test('environment and flags are read once', () => {
  const config = readConfig({ PORT: '0', HOST: '0.0.0.0', GEN_REGISTRY_DATA: '/srv/gen' }, [
    '--no-samples',
    '--policy',
    'closed',
  ]);
  expect(config).toMatchObject({
    host: '0.0.0.0',
    port: 0,
    data: '/srv/gen',
    samples: false,
    policy: 'closed',
  });
});

test('a relay is private where the environment or a flag says so, and then has no samples', () => {
  expect(readConfig({}, [])).toMatchObject({ private: false, samples: true });
  expect(readConfig({ GEN_REGISTRY_PRIVATE: '0' }, [])).toMatchObject({ private: false, samples: true });
  expect(readConfig({ GEN_REGISTRY_PRIVATE: '1' }, [])).toMatchObject({ private: true, samples: false });
  expect(readConfig({}, ['--private'])).toMatchObject({ private: true, samples: false });
});

test.each([
  [{ GEN_REGISTRY_PRIVATE: 'yes' }, [], 'GEN_REGISTRY_PRIVATE'],
  [{ PORT: 'http' }, [], 'PORT'],
  [{ PORT: '70000' }, [], 'PORT'],
  [{}, ['--policy', 'maybe'], 'policy'],
])('a setting that does not fit is named: %o %o', (environment, args, field) => {
  expect(() => readConfig(environment, args)).toThrow(
    expect.objectContaining({ data: expect.objectContaining({ field }) }),
  );
});

test('an unknown flag is refused', () => {
  expect(() => readConfig({}, ['--nosamples'])).toThrow(expect.objectContaining({ reason: 'flag' }));
});

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

test('how many names are given is a limit like the others; a flag goes before the variable, and that before the list', () => {
  const list = { GEN_REGISTRY_LIMITS: 'modules=3' };
  const variable = { ...list, GEN_REGISTRY_MAX_MODULES: '20' };
  const limitOf = (...given: Parameters<typeof readConfig>) => readConfig(...given).limits.modules;

  expect(limitOf({}, [])).toBe(10_000);
  expect(limitOf(list, [])).toBe(3);
  expect(limitOf(variable, [])).toBe(20);
  expect(limitOf(variable, ['--max-modules', '100000'])).toBe(100_000);
});

test.each([
  [{ GEN_REGISTRY_MAX_MODULES: '0' }, [], 'GEN_REGISTRY_MAX_MODULES'],
  [{}, ['--max-modules', 'many'], 'max-modules'],
  [{ GEN_REGISTRY_SNAPSHOT_MINUTES: '0' }, [], 'GEN_REGISTRY_SNAPSHOT_MINUTES'],
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

import { expect, test } from 'vitest';
import { parseModuleId, parseRange, parseVersion, type ModuleId, type Sha256 } from '../../src/core/ids.ts';
import { installOrder } from '../../src/core/resolve/order.ts';
import { resolve } from '../../src/core/resolve/resolve.ts';
import type { Dependency, ModuleView, ReleaseView } from '../../src/core/view/module-view.ts';

type Needs = Readonly<Record<string, string>>;
/** A tiny registry: module → version → what it needs. */
type Registry = Readonly<Record<string, Readonly<Record<string, Needs>>>>;

const id = (name: string): ModuleId => parseModuleId(`test.${name}`);

function dependencies(needs: Needs): Dependency[] {
  return Object.entries(needs).map(([name, range]) => ({ id: id(name), range: parseRange(range) }));
}

function releaseOf(version: string, needs: Needs): ReleaseView {
  return {
    version: parseVersion(version),
    sha256: version as Sha256,
    size: 1,
    dependencies: dependencies(needs),
    conflicts: [],
    receipts: [],
    contradiction: false,
    ...({} as Omit<
      ReleaseView,
      'version' | 'sha256' | 'size' | 'dependencies' | 'conflicts' | 'receipts' | 'contradiction'
    >),
  };
}

function provider(registry: Registry, change: (release: ReleaseView) => ReleaseView = (release) => release) {
  return async (asked: ModuleId): Promise<ModuleView | undefined> => {
    const versions = registry[asked.slice('test.'.length)];
    if (versions === undefined) return undefined;
    const releases = Object.entries(versions).map(([version, needs]) => change(releaseOf(version, needs)));
    return { id: asked, name: asked, releases: releases.reverse() } as unknown as ModuleView;
  };
}

async function solve(
  registry: Registry,
  needs: Needs,
  change?: (release: ReleaseView) => ReleaseView,
  installed: Registry = {},
) {
  const roots = dependencies(needs).map((dependency) => ({ ...dependency, by: 'you' }));
  const rows = Object.entries(installed).flatMap(([name, versions]) =>
    Object.entries(versions).map(([version, its]) => ({
      id: id(name),
      version: parseVersion(version),
      dependencies: dependencies(its),
    })),
  );
  const choice = await resolve(roots, provider(registry, change), { installed: rows });
  return Object.fromEntries(
    [...choice].map(([chosen, { release }]) => [chosen.slice('test.'.length), release.version]),
  );
}

test('the newest that fits is chosen', async () => {
  expect(await solve({ a: { '1.0.0': {}, '1.2.0': {}, '2.0.0': {} } }, { a: '^1.0.0' })).toEqual({
    a: '1.2.0',
  });
});

test('an older version is taken where the newest clashes further down', async () => {
  const registry = {
    a: { '1.0.0': { c: '^1.0.0' }, '1.1.0': { c: '^2.0.0' } },
    b: { '1.0.0': { c: '^1.0.0' } },
    c: { '1.0.0': {}, '2.0.0': {} },
  };
  expect(await solve(registry, { a: '^1.0.0', b: '*' })).toEqual({ a: '1.0.0', b: '1.0.0', c: '1.0.0' });
});

test('a yanked release is not chosen', async () => {
  const yank = (release: ReleaseView): ReleaseView =>
    release.version === '1.1.0' ? { ...release, yanked: { reason: 'broken' } } : release;
  expect(await solve({ a: { '1.0.0': {}, '1.1.0': {} } }, { a: '^1.0.0' }, yank)).toEqual({ a: '1.0.0' });
});

test('no solution names the requirement and who asks', async () => {
  const registry = { a: { '1.0.0': { b: '^2.0.0' } }, b: { '1.0.0': {} } };
  await expect(solve(registry, { a: '*' })).rejects.toMatchObject({
    code: 'VersionConflict',
    data: { id: 'test.b', range: '^2.0.0', by: 'test.a@1.0.0' },
  });
});

test('a module that does not exist is named with who asks', async () => {
  await expect(solve({ a: { '1.0.0': { gone: '*' } } }, { a: '*' })).rejects.toMatchObject({
    code: 'NotFound',
    data: { id: 'test.gone', by: 'test.a@1.0.0' },
  });
});

test('what is installed binds the version of what it shares', async () => {
  const registry = { a: { '1.0.0': { c: '*' } }, c: { '1.0.0': {}, '2.0.0': {} } };
  const installed = { b: { '1.0.0': { c: '^1.0.0' } } };
  expect(await solve(registry, { a: '*' }, undefined, installed)).toEqual({ a: '1.0.0', c: '1.0.0' });
});

test('what is installed and chosen anew speaks for itself', async () => {
  const registry = {
    a: { '1.0.0': { b: '^2.0.0', c: '^2.0.0' } },
    b: { '2.0.0': { c: '^2.0.0' } },
    c: { '1.0.0': {}, '2.0.0': {} },
  };
  const installed = { b: { '1.0.0': { c: '^1.0.0' } }, c: { '1.0.0': {} } };
  expect(await solve(registry, { a: '*' }, undefined, installed)).toEqual({
    a: '1.0.0',
    b: '2.0.0',
    c: '2.0.0',
  });
});

test('no version beside what is installed names the installed module', async () => {
  const registry = { a: { '1.0.0': { c: '^2.0.0' } }, c: { '1.0.0': {}, '2.0.0': {} } };
  const installed = { b: { '1.0.0': { c: '^1.0.0' } } };
  await expect(solve(registry, { a: '*' }, undefined, installed)).rejects.toMatchObject({
    code: 'VersionConflict',
    reason: 'installed',
    data: { id: 'test.c', range: '^1.0.0', by: 'test.b@1.0.0' },
  });
});

test.each([
  ['unregistered', { status: 'unregistered', contested: false }],
  ['contested', { status: 'available', contested: true }],
] as const)('a dependency that is %s is not chosen', async (reason, state) => {
  const honest = provider({ a: { '1.0.0': { b: '*' } }, b: { '1.0.0': {} } });
  const told = async (asked: ModuleId): Promise<ModuleView | undefined> => {
    const module = await honest(asked);
    return module === undefined || asked !== id('b') ? module : { ...module, ...state };
  };
  const roots = [{ id: id('a'), range: parseRange('*'), by: 'you' }];
  await expect(resolve(roots, told)).rejects.toMatchObject({
    code: 'InvalidState',
    reason,
    data: { id: 'test.b', by: 'test.a@1.0.0' },
  });
});

test('a graph that would take for ever is given up', async () => {
  const versions = Array.from({ length: 30 }, (_, minor) => `1.${minor}.0`);
  const each = (needs: Needs) => Object.fromEntries(versions.map((version) => [version, needs]));
  const registry = { a: each({}), b: each({}), c: each({}), d: each({ e: '^9.0.0' }), e: each({}) };
  await expect(solve(registry, { a: '*', b: '*', c: '*', d: '*' })).rejects.toMatchObject({
    code: 'Timeout',
    reason: 'too-hard',
  });
});

test('dependencies are ordered before what needs them', () => {
  const nodes = [
    { id: id('app'), dependencies: dependencies({ codec: '*', log: '*' }) },
    { id: id('codec'), dependencies: dependencies({ log: '*' }) },
    { id: id('log'), dependencies: [] },
  ];
  expect(installOrder(nodes).map((node) => node.id)).toEqual(['test.log', 'test.codec', 'test.app']);
});

test('a cycle is named by its path', () => {
  const nodes = [
    { id: id('a'), dependencies: dependencies({ b: '*' }) },
    { id: id('b'), dependencies: dependencies({ a: '*' }) },
  ];
  expect(() => installOrder(nodes)).toThrow(
    expect.objectContaining({ code: 'DependencyCycle', data: { path: ['test.a', 'test.b', 'test.a'] } }),
  );
});

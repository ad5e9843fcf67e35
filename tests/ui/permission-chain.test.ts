import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Did } from '../../src/core/ids.ts';
import type { EngineApi } from '../../src/ports/engine.ts';
import { PermissionChain } from '../../src/ui/pages/identity/permissions/permission-chain.tsx';
import { ServicesProvider, type Services } from '../../src/ui/services.tsx';

const [ROOT, MALLORY] = ['o', 'm'].map((letter) => `did:key:z6Mk${letter.repeat(44)}` as Did) as [Did, Did];
const services: Services = {
  engine: { profile: async () => undefined } as unknown as EngineApi,
  validate: () => Promise.reject(new Error('not in this test')),
  changes: { subscribe: () => () => undefined },
  layOut: () => Promise.reject(new Error('not in this test')),
};

function shown(first: Did, root: Did | undefined): string {
  const chain = [{ to: first, path: '' }];
  const element = createElement(PermissionChain, { chain, mine: undefined, root, label: 'Chain' });
  return renderToStaticMarkup(ServicesProvider({ services, children: element }));
}

test('only the key of this registry is called its root, and not whoever stands first', () => {
  expect(shown(ROOT, ROOT)).toContain('Root of the registry');
  expect(shown(MALLORY, ROOT)).not.toContain('Root of the registry');
  expect(shown(MALLORY, undefined)).not.toContain('Root of the registry');
});

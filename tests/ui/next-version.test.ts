import { expect, test } from 'vitest';
import type { ModuleView } from '../../src/core/view/module-view.ts';
import { EMPTY_FORM } from '../../src/ui/pages/publish/form.ts';
import { nextVersionForm } from '../../src/ui/pages/publish/next-version.ts';

const module = {
  name: 'Codec',
  description: 'Encodes.',
  licence: 'MIT',
  type: 'tool',
  tags: ['codec', 'image'],
  releases: [{ version: '1.2.3', dependencies: [], exports: [] }],
} as unknown as ModuleView;

test('the next version of one’s own module is filled in wherever nothing was typed', () => {
  const form = nextVersionForm({ ...EMPTY_FORM, licence: 'BSD-3-Clause' }, module, '# Codec');

  expect(form).toMatchObject({
    name: 'Codec',
    description: 'Encodes.',
    version: '1.2.4',
    tags: 'codec, image',
    licence: 'BSD-3-Clause',
    readme: '# Codec',
    type: 'tool',
  });
});

test('the field that somebody is in stays as it is: they are about to type', () => {
  expect(nextVersionForm(EMPTY_FORM, module, '', 'licence')).toMatchObject({ licence: '', name: 'Codec' });
});

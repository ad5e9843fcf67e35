import { expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import {
  EMPTY_FORM,
  fromDraft,
  problemFrom,
  problemsOf,
  toDraft,
  type PublishForm,
} from '../../src/ui/pages/publish/form.ts';

const FILLED: PublishForm = {
  ...EMPTY_FORM,
  id: ' io.acme.codec ',
  name: 'Codec',
  version: '1.0.0',
  tags: 'image, , png',
  licence: 'MIT',
  dependencies: [
    { id: 'io.acme.base', range: '' },
    { id: '', range: '' },
  ],
};

test('an empty form has a problem at every field that must be filled, and at no other', () => {
  expect(Object.keys(problemsOf(EMPTY_FORM, false)).toSorted()).toEqual([
    'file',
    'id',
    'licence',
    'name',
    'version',
  ]);
});

test('a filled form has none', () => {
  expect(problemsOf(FILLED, true)).toEqual({});
});

test('a draft is trimmed, tags are split, empty rows are dropped, no range is any', () => {
  expect(toDraft(FILLED)).toMatchObject({
    id: 'io.acme.codec',
    tags: ['image', 'png'],
    dependencies: [{ id: 'io.acme.base', range: '*' }],
  });
});

test('a draft names what is offered of the file; without a report, that is left to all its functions', () => {
  expect(toDraft({ ...FILLED, exports: ['gone', 'encode'] }, ['encode'])).toHaveProperty('exports', [
    'encode',
  ]);
  expect(toDraft({ ...FILLED, exports: ['encode'] })).not.toHaveProperty('exports');
  expect(fromDraft(toDraft(FILLED, ['encode'])).exports).toEqual(['encode']);
});

test('a draft comes back into the form', () => {
  const draft = toDraft(FILLED);

  expect(toDraft(fromDraft(draft))).toEqual(draft);
});

test('a dependency on itself is a problem of the dependencies', () => {
  const form = { ...FILLED, dependencies: [{ id: 'io.acme.codec', range: '^1.0.0' }] };

  expect(problemsOf(form, true)).toEqual({
    dependencies: 'io.acme.codec: A module cannot depend on itself. Remove that dependency.',
  });
});

test('a refusal lands at the field it names', () => {
  const refused = new GenError('InvalidInput', 'spdx', { field: 'licence', value: 'free' });

  expect(problemFrom(refused)).toEqual({
    licence: 'This is no SPDX licence expression. Write for instance MIT, Apache-2.0 or MIT OR Apache-2.0.',
  });
});

test('a refusal of the binary lands at the file, one of no field at none', () => {
  expect(Object.keys(problemFrom(new GenError('WasmInvalid', 'magic')))).toEqual(['file']);
  expect(problemFrom(new GenError('Storage', 'aborted'))).toEqual({});
});

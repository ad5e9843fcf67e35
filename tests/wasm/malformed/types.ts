import { func, I32, imported, imports, leb, section, types, wasm } from '../binary.ts';
import { fault } from './malformed-case.ts';
import type { MalformedCase } from './malformed-case.ts';

const hex = (byte: number) => `0x${byte.toString(16)}`;

/** Bytes that begin no value type; 0x78 and 0x77 are for fields only, 0x63 and 0x64 want a heap type. */
const NO_VALUE_TYPES = [
  0, 1, 0x3f, 0x40, 0x50, 0x5e, 0x5f, 0x60, 0x62, 0x65, 0x66, 0x67, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x80, 0xff,
];
const NO_FORMS = [0, 0x40, 0x4d, 0x51, 0x5c, 0x61, 0x63, 0x70, 0x7f, 0x80, 0xff];
const NO_REFERENCES = [0, 0x40, 0x60, 0x77, 0x78, 0x7b, 0x7c, 0x7d, 0x7e, 0x7f];

/** Value, reference and heap types, wherever a value type may stand. */
const VALUE_TYPES: readonly MalformedCase[] = [
  ...NO_VALUE_TYPES.flatMap((code) => [
    fault(`a parameter of type ${hex(code)}`, 'value-type', wasm(types(func([code], [])))),
    fault(`a result of type ${hex(code)}`, 'value-type', wasm(types(func([], [code])))),
  ]),
  ...[0, 0x40, 0x60, 0x79, 0x7a].map((code) =>
    fault(`a field of type ${hex(code)}`, 'value-type', wasm(types([0x5f, 1, code, 0]))),
  ),
  ...[0, 0x40, 0x78, 0x77].map((code) =>
    fault(
      `an imported global of type ${hex(code)}`,
      'value-type',
      wasm(imports(imported('a', 'b', 3, code, 0))),
    ),
  ),
  ...NO_REFERENCES.map((code) =>
    fault(
      `an imported table of type ${hex(code)}`,
      'reference-type',
      wasm(imports(imported('a', 'b', 1, code, 0, 0))),
    ),
  ),
  ...[0x40, 0x76, 0x77, 0x78, 0x7b, 0x7f, 0x67].map((code) =>
    fault(`a reference to the heap type ${hex(code)}`, 'heap-type', wasm(types([0x60, 1, 0x63, code, 0]))),
  ),
  fault('a reference without a heap type', 'unexpected-end', wasm(section(1, [1, 0x60, 1, 0x63]))),
  fault('a reference to a very negative heap type', 'heap-type', wasm(types([0x60, 1, 0x64, 0x80, 0x40, 0]))),
  fault('a reference to a reference', 'heap-type', wasm(types([0x60, 1, 0x63, 0x64, 0x70, 0]))),
  {
    ...fault(
      'a heap type that takes two bytes for one',
      'heap-type',
      wasm(types([0x60, 1, 0x63, 0xf0, 0x7f, 0])),
    ),
    engineTakes: 'it decodes heap types as signed integers; the specification lists single bytes (5.3.3)',
  },
  fault('a number type in two bytes', 'value-type', wasm(types([0x60, 1, 0xff, 0x7f, 0]))),
  fault('a function reference in two bytes', 'value-type', wasm(types([0x60, 1, 0xf0, 0x7f, 0]))),
];

/** Composite types, subtypes and recursion groups. */
const DEFINED_TYPES: readonly MalformedCase[] = [
  ...NO_FORMS.map((form) => fault(`a type of the form ${hex(form)}`, 'type-form', wasm(types([form, 0, 0])))),
  ...NO_FORMS.map((form) =>
    fault(`a subtype of the form ${hex(form)}`, 'type-form', wasm(types([0x50, 0, form, 0, 0]))),
  ),
  fault('a function form in two bytes', 'type-form', wasm(types([0xe0, 0x7f, 0, 0]))),
  fault('a subtype of a subtype form', 'type-form', wasm(types([0x50, 0, 0x50, 0, 0x5f, 0]))),
  fault('a recursion group in a recursion group', 'type-form', wasm(types([0x4e, 1, 0x4e, 1, 0x5f, 0]))),
  fault('a recursion group as a subtype', 'type-form', wasm(types([0x50, 0, 0x4e, 1, 0x5f, 0]))),
  fault('a recursion group with a type too few', 'unexpected-end', wasm(types([0x4e, 2, 0x5f, 0]))),
  fault('a recursion group of 4,294,967,295', 'count', wasm(types([0x4e, ...leb(0xffff_ffff), 0x5f, 0]))),
  fault(
    'a function type of 4,294,967,295 parameters',
    'count',
    wasm(types([0x60, ...leb(0xffff_ffff), I32])),
  ),
  fault(
    'a function type of 4,294,967,295 results',
    'count',
    wasm(types([0x60, 0, ...leb(0xffff_ffff), I32])),
  ),
  fault('a struct of 4,294,967,295 fields', 'count', wasm(types([0x5f, ...leb(0xffff_ffff), I32, 0]))),
  fault('a type of 4,294,967,295 supertypes', 'count', wasm(types([0x50, ...leb(0xffff_ffff), 0x5f, 0]))),
  fault('more parameters than bytes', 'count', wasm(section(1, [1, 0x60, 9, I32]))),
  fault('more fields than bytes', 'count', wasm(section(1, [1, 0x5f, 9, I32, 0]))),
  fault('a field too few', 'unexpected-end', wasm(section(1, [1, 0x5f, 2, I32, 0]))),
  fault('a function type without results', 'unexpected-end', wasm(section(1, [1, 0x60, 0]))),
  fault('an array without a field', 'unexpected-end', wasm(section(1, [1, 0x5e]))),
  fault('a field without mutability', 'unexpected-end', wasm(section(1, [1, 0x5e, I32]))),
  ...[2, 3, 0x40, 0x7f, 0x80].flatMap((code) => [
    fault(`a field of the mutability ${hex(code)}`, 'mutability', wasm(types([0x5f, 1, I32, code]))),
    fault(`an array of the mutability ${hex(code)}`, 'mutability', wasm(types([0x5e, I32, code]))),
    fault(
      `an imported global of the mutability ${hex(code)}`,
      'mutability',
      wasm(imports(imported('a', 'b', 3, I32, code))),
    ),
    fault(
      `a global of the mutability ${hex(code)}`,
      'mutability',
      wasm(section(6, [1, I32, code, 0x41, 0, 0x0b])),
    ),
  ]),
  fault('a mutability in two bytes', 'mutability', wasm(imports(imported('a', 'b', 3, I32, 0x80, 0)))),
];

/** Chapter 3: which types may name which. */
const ILL_FORMED: readonly MalformedCase[] = [
  fault('a type with two supertypes', 'subtype', wasm(types([0x50, 0, 0x5f, 0], [0x50, 2, 0, 0, 0x5f, 0]))),
  fault('a supertype that comes later', 'type-index', wasm(types([0x50, 1, 1, 0x5f, 0], [0x50, 0, 0x5f, 0]))),
  fault('a type that is its own supertype', 'type-index', wasm(types([0x50, 1, 0, 0x5f, 0]))),
  fault(
    'a supertype that comes later in its group',
    'type-index',
    wasm(types([0x4e, 2, 0x50, 1, 1, 0x5f, 0, 0x50, 0, 0x5f, 0])),
  ),
  fault('a final supertype', 'compile', wasm(types([0x4f, 0, 0x5f, 0], [0x50, 1, 0, 0x5f, 0]))),
  fault(
    'a supertype that is final for want of a word',
    'compile',
    wasm(types([0x5f, 0], [0x50, 1, 0, 0x5f, 0])),
  ),
  fault('a struct below an array', 'compile', wasm(types([0x50, 0, 0x5e, I32, 0], [0x50, 1, 0, 0x5f, 0]))),
  fault(
    'a function below a struct',
    'compile',
    wasm(types([0x50, 0, 0x5f, 0], [0x50, 1, 0, ...func([], [])])),
  ),
  fault(
    'a struct of fewer fields than its supertype',
    'compile',
    wasm(types([0x50, 0, 0x5f, 1, I32, 0], [0x50, 1, 0, 0x5f, 0])),
  ),
  fault(
    'a struct with another field than its supertype',
    'compile',
    wasm(types([0x50, 0, 0x5f, 1, I32, 0], [0x50, 1, 0, 0x5f, 1, 0x7e, 0])),
  ),
  fault(
    'a struct that makes a field mutable',
    'compile',
    wasm(types([0x50, 0, 0x5f, 1, I32, 0], [0x50, 1, 0, 0x5f, 1, I32, 1])),
  ),
  fault(
    'an array of another mutability than its supertype',
    'compile',
    wasm(types([0x50, 0, 0x5e, I32, 1], [0x50, 1, 0, 0x5e, I32, 0])),
  ),
  fault(
    'a mutable field of a narrower type',
    'compile',
    wasm(types([0x50, 0, 0x5f, 1, 0x6e, 1], [0x50, 1, 0, 0x5f, 1, 0x6d, 1])),
  ),
  fault(
    'a packed field below another',
    'compile',
    wasm(types([0x50, 0, 0x5e, 0x78, 0], [0x50, 1, 0, 0x5e, 0x77, 0])),
  ),
  fault(
    'a function with other parameters than its supertype',
    'compile',
    wasm(types([0x50, 0, ...func([I32], [])], [0x50, 1, 0, ...func([], [])])),
  ),
  fault(
    'a function with other results than its supertype',
    'compile',
    wasm(types([0x50, 0, ...func([], [I32])], [0x50, 1, 0, ...func([], [])])),
  ),
  fault(
    'a function with a wider result than its supertype',
    'compile',
    wasm(types([0x50, 0, ...func([], [0x6d])], [0x50, 1, 0, ...func([], [0x6e])])),
  ),
  fault(
    'a function with a narrower parameter than its supertype',
    'compile',
    wasm(types([0x50, 0, ...func([0x6e], [])], [0x50, 1, 0, ...func([0x6d], [])])),
  ),
  fault('a reference to a type that is not there', 'compile', wasm(types([0x60, 1, 0x63, 1, 0]))),
  fault(
    'a reference to a later type outside the group',
    'compile',
    wasm(types([0x5f, 1, 0x63, 1, 0], [0x5f, 0])),
  ),
  fault('a field that refers to no type', 'compile', wasm(types([0x5e, 0x64, 9, 0]))),
];

export const TYPES: readonly MalformedCase[] = [...VALUE_TYPES, ...DEFINED_TYPES, ...ILL_FORMED];

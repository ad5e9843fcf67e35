import { componentWit, print } from '@bytecodealliance/jco-transpile/wasm-tools';
import { beforeAll, expect, test } from 'vitest';
import { abilitiesOf } from '../../src/core/wasm/abilities.ts';
import { componentInterface } from '../../src/core/wasm/component/component-interface.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import { asyncComponent, binaryOf, COMMAND, compiledComponent } from './component-fixtures.ts';
import { digest } from './world.ts';

const reportOf = (bytes: Uint8Array<ArrayBuffer>) => reportOn(bytes, { maxSize: 1_000_000, digest });

/** Type of the only import of a component that is made of these definitions. */
async function typeOf(definitions: string): Promise<string | undefined> {
  const { imports } = componentInterface(await binaryOf(`(component ${definitions})`));
  return imports.at(-1)?.type;
}

const valueType = (text: string) => typeOf(`(type $it ${text}) (import "f" (func (param "it" $it)))`);

let command: Uint8Array<ArrayBuffer>;
let compiled: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  command = await binaryOf(COMMAND);
  compiled = await compiledComponent();
});

test('a component is told by its own verdict, with what it imports and exports', async () => {
  const { verdict, checks, layer, imports, exports } = await reportOf(command);

  expect(verdict).toBe('component');
  expect(layer).toBe('component');
  expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
    ['size', true],
    ['magic', true],
    ['version', true],
    ['structure', true],
    ['compile', false],
  ]);
  expect(imports.map(({ module, name, kind }) => [module, name, kind])).toEqual([
    ['wasi:cli/environment@0.2.3', '', 'instance'],
    ['wasi:io/error@0.2.3', '', 'instance'],
    ['wasi:io/streams@0.2.3', '', 'instance'],
    ['wasi:clocks/monotonic-clock@0.2.3', '', 'instance'],
    ['wasi:filesystem/types@0.2.3', '', 'instance'],
    ['wasi:http/outgoing-handler@0.2.3', '', 'instance'],
  ]);
  expect(exports).toEqual([{ name: 'wasi:cli/run@0.2.3', kind: 'instance', type: '{run:()->result}' }]);
});

test('an interface is told by its resources and functions, its types by the names they have in it', async () => {
  const { imports } = await reportOf(command);
  const types = new Map(imports.map(({ module, type }) => [module.split(/[/@]/)[1], type]));

  expect(Object.fromEntries(types)).toEqual({
    environment: '{get-environment:()->list<tuple<string,string>>; initial-cwd:()->option<string>}',
    error: '{error:resource}',
    streams:
      '{output-stream:resource; error:resource; ' +
      '[method]output-stream.write:(self:borrow<output-stream>,contents:list<u8>)->result<_,stream-error>}',
    'monotonic-clock': '{now:()->instant}',
    types:
      '{descriptor:resource; output-stream:resource; ' +
      '[method]descriptor.open-at:(self:borrow<descriptor>,path:string,open-flags:open-flags)->result<own<descriptor>,error-code>; ' +
      '[method]descriptor.write-via-stream:(self:borrow<descriptor>,offset:u64)->result<own<output-stream>,error-code>; ' +
      '[method]descriptor.stat:(self:borrow<descriptor>)->result<descriptor-stat,error-code>}',
    'outgoing-handler': '{handle:(url:string)->()}',
  });
});

test('what a command may do is told from its interfaces', () => {
  expect(abilitiesOf(componentInterface(command).imports).map(({ id }) => id)).toEqual([
    'http-out',
    'filesystem',
    'streams',
    'environment',
    'clock',
  ]);
});

test('a component that a compiler made has the types of its WIT on both sides', async () => {
  const { verdict, imports, exports, custom } = await reportOf(compiled);

  expect(verdict).toBe('component');
  expect(imports).toEqual([
    {
      module: 'my:app/types@1.0.0',
      name: '',
      kind: 'instance',
      type:
        '{canvas:resource; [method]canvas.draw:(self:borrow<canvas>,shape:shape,color:color)->result<u32,string>; ' +
        'send:(canvas:borrow<canvas>,path:path)->option<own<canvas>>}',
    },
    { module: 'plain', name: '', kind: 'instance', type: '{now:()->u64}' },
    { module: 'log', name: '', kind: 'func', type: '(message:string)->()' },
  ]);
  expect(exports).toEqual([
    { name: 'go', kind: 'func', type: '(count:u64)->string' },
    {
      name: 'my:app/maker@1.0.0',
      kind: 'instance',
      type: '{canvas:resource; area:(canvas:borrow<canvas>)->point; ping:()->()}',
    },
  ]);
  expect(custom.listed.map(({ name }) => name)).toContain('producers');
});

test('streams, futures and asynchronous functions are told as in WIT', async () => {
  const { imports, exports } = componentInterface(await asyncComponent());

  expect(imports.map(({ module, type }) => [module, type])).toEqual([
    [
      'my:flow/pipe@0.3.0',
      '{connection:resource; [constructor]connection:(address:string)->own<connection>; ' +
        '[method]connection.read:async (self:borrow<connection>)->result<stream<u8>,string>; ' +
        'open:async (bytes:stream<u8>,done:future<result<_,string>>)->tuple<u8,string>}',
    ],
    ['wait', 'async (until:u64)->f64'],
  ]);
  expect(exports).toEqual([
    {
      name: 'serve',
      kind: 'instance',
      type:
        '{request:resource; [constructor]request:()->own<request>; ' +
        '[method]request.size:(self:borrow<request>)->u64; make:async ()->own<request>}',
    },
  ]);
});

/** What wasm-tools' printer writes at the outermost level. */
async function printed(bytes: Uint8Array): Promise<{ imports: string[]; exports: string[] }> {
  const lines = (await print(bytes)).split('\n').filter((line) => /^ {2}\((?:import|export) /.test(line));
  const named = (way: string) =>
    lines
      .filter((line) => line.startsWith(`  (${way}`))
      .map((line) => [...line.matchAll(STRINGS)].find(([, name]) => name !== undefined)?.[1] ?? line);
  return { imports: named('import'), exports: named('export') };
}

/** Those of annotations and identifiers are not captured. */
const STRINGS = /@name "[^"]*"|\$"[^"]*"|"([^"]*)"/g;

test('the names are those that wasm-tools prints, and that it puts into WIT', async () => {
  for (const bytes of [command, compiled]) {
    const { imports, exports } = componentInterface(bytes);
    const found = { imports: imports.map(({ module }) => module), exports: exports.map(({ name }) => name) };
    expect(found).toEqual(await printed(bytes));
    const wit = await componentWit(bytes);
    for (const name of found.imports) expect(wit).toContain(`import ${name}`);
    for (const name of found.exports) expect(wit).toContain(`export ${name}`);
  }
});

test.each([
  ['bool', 'bool'],
  ['s8', 's8'],
  ['u64', 'u64'],
  ['f32', 'f32'],
  ['char', 'char'],
  ['string', 'string'],
  ['(list u8)', 'list<u8>'],
  ['(list u8 4)', 'list<u8,4>'],
  ['(map string u8)', 'map<string,u8>'],
  ['(tuple u8 string)', 'tuple<u8,string>'],
  ['(record (field "x" s32) (field "y" s32))', 'record{x:s32,y:s32}'],
  ['(variant (case "a") (case "b" (list u8)))', 'variant{a,b(list<u8>)}'],
  ['(enum "red" "green")', 'enum{red,green}'],
  ['(flags "read" "write")', 'flags{read,write}'],
  ['(option (option u8))', 'option<option<u8>>'],
  ['(result)', 'result'],
  ['(result u8)', 'result<u8>'],
  ['(result (error string))', 'result<_,string>'],
  ['(result u8 (error string))', 'result<u8,string>'],
  ['(stream u8)', 'stream<u8>'],
  ['(stream)', 'stream'],
  ['(future string)', 'future<string>'],
  ['(future)', 'future'],
  ['error-context', 'error-context'],
])('the value type %s is told as %s', async (wat, text) => {
  expect(await valueType(wat)).toBe(`(it:${text})->()`);
});

test.each([
  ['(import "f" (func))', '()->()'],
  ['(import "f" (func async (param "a" u8) (result string)))', 'async (a:u8)->string'],
  ['(import "t" (type (sub resource)))', 'resource'],
  ['(type $t (record (field "a" u8))) (import "t" (type (eq $t)))', 'record{a:u8}'],
  ['(import "r" (type $r (sub resource))) (import "f" (func (result (own $r))))', '()->own<r>'],
  ['(import "r" (type $r (sub resource))) (import "f" (func (param "r" (borrow $r))))', '(r:borrow<r>)->()'],
  [
    '(import "c" (component (import "x" (func)) (export "y" (func (result u8)))))',
    '{import x:()->(); y:()->u8}',
  ],
  ['(import "i" (instance (export "inner" (instance (export "f" (func))))))', '{inner:{f:()->()}}'],
  [
    '(import "m" (core module (import "env" "log" (func (param i32))) (import "env" "t" (table 1 funcref)) (import "env" "g" (global (mut i64))) (export "memory" (memory 1 2))))',
    '{import env.log:(i32)->(); import env.t:table funcref 1..; import env.g:global i64 mut; export memory:memory 1..2}',
  ],
  [
    '(core type $f (func (param f64))) (import "m" (core module (alias outer 1 $f (type $g)) (export "f" (func (type $g)))))',
    '{export f:(f64)->()}',
  ],
  ['(core type (array i8)) (core type (struct (field i32))) (import "f" (func))', '()->()'],
  ['(import "v" (value string))', 'string'],
])('%s is told as %s', async (wat, type) => {
  expect(await typeOf(wat)).toBe(type);
});

test('a name is told as it is, whichever form the binary has it in', async () => {
  const bytes = await binaryOf(`(component
    (import "plain-name" (func))
    (import "other" (implements "a:b/c@1.0.0") (instance (export "f" (func))))
    (import "d:e/f@1" (versionsuffix ".0.0") (instance (export "f" (func))))
    (import "unlocked-dep=<a:b@{>=1.0.0}>" (component))
    (import "url=<https://example.org/c.wasm>" (core module)))`);

  expect(componentInterface(bytes).imports.map(({ module, kind }) => [module, kind])).toEqual([
    ['plain-name', 'func'],
    ['other', 'instance'],
    ['d:e/f@1', 'instance'],
    ['unlocked-dep=<a:b@{>=1.0.0}>', 'component'],
    ['url=<https://example.org/c.wasm>', 'core module'],
  ]);
  // Tools once wrote 1 for names of interfaces.
  const before = bytes.slice();
  before[new TextDecoder('latin1').decode(bytes).indexOf('plain-name') - 2] = 0x01;
  expect(componentInterface(before)).toEqual(componentInterface(bytes));
});

test('several sections of each kind are read in any order, with what is exported of each', async () => {
  const bytes = await binaryOf(
    `(component
    (import "a" (func $a (param "x" u8)))
    (export "a1" (func $a))
    (core module $m (func (export "f") (result i32) unreachable) (memory (export "mem") 1))
    (export "m" (core module $m))
    (type $point (record (field "x" s32)))
    (export $named "point" (type $point))
    (import "b" (instance $b (export "go" (func (result string))) (export "blob" (type (sub resource)))))
    (alias export $b "go" (func $go))
    (export "go" (func $go))
    (core instance $i (instantiate $m))
    (alias core export $i "f" (core func $f))
    (alias core export $i "mem" (core memory $mem))
    (core func $lowered (canon lower (func $a)))
    (func $lifted (result u32) (canon lift (core func $f)))
    (func $again (result s32) (canon lift (core func $f)))
    (export "lifted" (func $lifted))
    (component $inner
      (component $deeper (import "x" (func $x (result u8))) (export "y" (func $x)))
      (import "x" (func $x (result u8)))
      (instance $made (instantiate $deeper (with "x" (func $x))))
      (export "made" (instance $made)))
    (export "inner" (component $inner))
    (instance $put (export "again" (func $again)) (export "point" (type $named)))
    (export "put" (instance $put))
    (type $res (resource (rep i32)))
    (export "res" (type $res))
    (import "c" (func))
    (export "typed" (func $again) (func (result s32))))`.replace(' (dtor (func $none))', ''),
  );
  const { imports, exports } = componentInterface(bytes);

  expect(imports.map(({ module, type }) => [module, type])).toEqual([
    ['a', '(x:u8)->()'],
    ['b', '{go:()->string; blob:resource}'],
    ['c', '()->()'],
  ]);
  expect(exports.map(({ name, kind, type }) => [name, kind, type])).toEqual([
    ['a1', 'func', '(x:u8)->()'],
    ['m', 'core module', 'core module 0'],
    ['point', 'type', 'record{x:s32}'],
    ['go', 'func', '()->string'],
    ['lifted', 'func', '()->u32'],
    ['inner', 'component', '{import x:()->u8; made:{y:()->u8}}'],
    ['put', 'instance', '{again:()->s32}'],
    ['res', 'type', 'resource'],
    ['typed', 'func', '()->s32'],
  ]);
  const names = { imports: imports.map(({ module }) => module), exports: exports.map(({ name }) => name) };
  expect(names).toEqual(await printed(bytes));
});

test('after a definition that is not known yet, functions are called by their index', async () => {
  const bytes = await binaryOf(`(component
    (import "a" (func $a (param "x" u8)))
    (core func (canon thread.index))
    (export "b" (func $a))
    (export "c" (func 1)))`);

  expect(componentInterface(bytes).exports.map(({ name, type }) => [name, type])).toEqual([
    ['b', '(x:u8)->()'],
    ['c', 'func 1'],
  ]);
});

test('names from a binary cannot forge a line of a type', async () => {
  const bytes = await binaryOf(
    '(component (import "i" (instance (export "abcde" (func (param "fghij" u8))))))',
  );
  const text = new TextDecoder('latin1').decode(bytes);
  bytes.set([0x0a, 0x20], text.indexOf('abcde'));
  bytes.set([0x00], text.indexOf('fghij'));

  expect(componentInterface(bytes).imports[0]?.type).toBe('{\u{FFFD}\u{FFFD}cde:(\u{FFFD}ghij:u8)->()}');
});

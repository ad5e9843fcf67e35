import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools';

/** Turns the text of a module or component into its binary; wasm-tools checks no types then. */
export async function binaryOf(wat: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await parse(wat));
}

/** A command as toolchains for WASI 0.2 make them, with interfaces shortened to a few functions each. */
export const COMMAND = `(component
  (import "wasi:cli/environment@0.2.3" (instance
    (export "get-environment" (func (result (list (tuple string string)))))
    (export "initial-cwd" (func (result (option string))))))
  (import "wasi:io/error@0.2.3" (instance $error (export "error" (type (sub resource)))))
  (alias export $error "error" (type $error))
  (import "wasi:io/streams@0.2.3" (instance $streams
    (export "output-stream" (type $output (sub resource)))
    (alias outer 1 $error (type $outer-error))
    (export "error" (type $error (eq $outer-error)))
    (type $stream-error (variant (case "last-operation-failed" (own $error)) (case "closed")))
    (export "stream-error" (type $named (eq $stream-error)))
    (export "[method]output-stream.write" (func
      (param "self" (borrow $output)) (param "contents" (list u8)) (result (result (error $named)))))))
  (alias export $streams "output-stream" (type $output-stream))
  (import "wasi:clocks/monotonic-clock@0.2.3" (instance
    (type $u64 u64)
    (export "instant" (type $instant (eq $u64)))
    (export "now" (func (result $instant)))))
  (import "wasi:filesystem/types@0.2.3" (instance
    (export "descriptor" (type $descriptor (sub resource)))
    (alias outer 1 $output-stream (type $outer-stream))
    (export "output-stream" (type $stream (eq $outer-stream)))
    (type $flags (flags "create" "directory" "exclusive" "truncate"))
    (export "open-flags" (type $open-flags (eq $flags)))
    (type $code (enum "access" "no-entry"))
    (export "error-code" (type $error-code (eq $code)))
    (type $size u64)
    (type $stat (record (field "size" $size) (field "link-count" u64)))
    (export "descriptor-stat" (type $descriptor-stat (eq $stat)))
    (export "[method]descriptor.open-at" (func
      (param "self" (borrow $descriptor)) (param "path" string) (param "open-flags" $open-flags)
      (result (result (own $descriptor) (error $error-code)))))
    (export "[method]descriptor.write-via-stream" (func
      (param "self" (borrow $descriptor)) (param "offset" u64)
      (result (result (own $stream) (error $error-code)))))
    (export "[method]descriptor.stat" (func
      (param "self" (borrow $descriptor)) (result (result $descriptor-stat (error $error-code)))))))
  (import "wasi:http/outgoing-handler@0.2.3" (instance (export "handle" (func (param "url" string)))))
  (core module $program (func (export "run") (result i32) (i32.const 0)))
  (core instance $program (instantiate $program))
  (alias core export $program "run" (core func $run))
  (func $lifted (result (result)) (canon lift (core func $run)))
  (component $shim
    (import "import-func-run" (func $run (result (result))))
    (export "run" (func $run)))
  (instance $run (instantiate $shim (with "import-func-run" (func $lifted))))
  (export "wasi:cli/run@0.2.3" (instance $run)))`;

const WIT = `package my:app@1.0.0;

interface types {
  record point { x: s32, y: s32 }
  variant shape { dot(point), line(tuple<point, point>), none }
  flags perms { read, write }
  enum color { red, green }
  type path = list<option<point>>;
  resource canvas {
    constructor(width: u32);
    draw: func(shape: shape, color: color) -> result<u32, string>;
    open: static func(perms: perms) -> canvas;
  }
  send: func(canvas: borrow<canvas>, path: path) -> option<canvas>;
}

interface maker {
  use types.{canvas, point};
  area: func(canvas: borrow<canvas>) -> point;
  ping: func();
}

world app {
  import types;
  import log: func(message: string);
  import plain: interface { now: func() -> u64; }
  export maker;
  export go: func(count: u64) -> string;
}`;

/** Tools leave out of an interface what the program does not use. */
const PROGRAM = `(module
  (import "my:app/types@1.0.0" "send" (func (param i32 i32 i32 i32)))
  (import "my:app/types@1.0.0" "[method]canvas.draw"
    (func (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "$root" "log" (func (param i32 i32)))
  (import "plain" "now" (func (result i64)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
  (func (export "my:app/maker@1.0.0#area") (param i32) (result i32) unreachable)
  (func (export "my:app/maker@1.0.0#ping"))
  (func (export "go") (param i64) (result i32) unreachable))`;

/** Made of WIT and a core module, as compilers do. */
export async function compiledComponent(): Promise<Uint8Array<ArrayBuffer>> {
  const embedded = await componentEmbed({ binary: await parse(PROGRAM), witSource: WIT, world: 'app' });
  return new Uint8Array(await componentNew(embedded, []));
}

const ASYNC_WIT = `package my:flow@0.3.0;

interface pipe {
  resource connection {
    constructor(address: string);
    read: async func() -> result<stream<u8>, string>;
  }
  open: async func(bytes: stream<u8>, done: future<result<_, string>>) -> tuple<u8, string>;
}

world flow {
  import pipe;
  import wait: async func(until: u64) -> f64;
  export serve: interface {
    resource request { constructor(); size: func() -> u64; }
    make: async func() -> request;
  }
}`;

/** With all that its world names: asynchronous functions, streams, futures, and a resource of its own. */
export async function asyncComponent(): Promise<Uint8Array<ArrayBuffer>> {
  const embedded = await componentEmbed({ dummy: true, witSource: ASYNC_WIT, world: 'flow' });
  return new Uint8Array(await componentNew(embedded, []));
}

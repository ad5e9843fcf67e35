import { decode } from '@webassemblyjs/wasm-parser';
import openWabt from 'wabt';
import { BinaryReader } from 'wasmparser';

/** Another validator or reader of binaries in JavaScript. */
export interface Peer {
  readonly name: string;
  /** @throws Error where it cannot read the bytes, or calls them invalid. */
  read(bytes: Uint8Array<ArrayBuffer>): void;
}

/** All that a module of today may use. */
const WABT_FEATURES = {
  bulk_memory: true,
  exceptions: true,
  extended_const: true,
  memory64: true,
  multi_memory: true,
  multi_value: true,
  mutable_globals: true,
  reference_types: true,
  relaxed_simd: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  tail_call: true,
  threads: true,
};

async function wabt(): Promise<Peer> {
  const library = await openWabt();
  return {
    name: 'wabt, readWasm and validate',
    read(bytes) {
      const module = library.readWasm(bytes, { readDebugNames: false, ...WABT_FEATURES });
      try {
        module.validate();
      } finally {
        module.destroy();
      }
    },
  };
}

const webassemblyjs: Peer = {
  name: '@webassemblyjs/wasm-parser, decode',
  read: (bytes) => void decode(bytes.buffer, { ignoreCustomNameSection: true }),
};

const wasmparser: Peer = {
  name: 'wasmparser, read to the end',
  read(bytes) {
    const reader = new BinaryReader();
    reader.setData(bytes.buffer, 0, bytes.length);
    while (reader.read()) {
      // Every read leaves the next item in the reader; a caller would look at it here.
    }
    if (reader.error !== null) throw reader.error;
  },
};

/** The part of Binaryen that is used. */
interface Binaryen {
  readonly Features: { readonly All: number };
  readBinary(bytes: Uint8Array): {
    setFeatures(features: number): void;
    validate(): number;
    dispose(): void;
  };
}

/** No dependency of ours: measured where another package brings it. */
const BINARYEN: string = 'binaryen';

async function binaryen(): Promise<Peer | undefined> {
  let library: Binaryen;
  try {
    ({ default: library } = (await import(BINARYEN)) as { default: Binaryen });
  } catch {
    return undefined;
  }
  return {
    name: 'binaryen, readBinary and validate',
    read(bytes) {
      const module = library.readBinary(bytes);
      try {
        module.setFeatures(library.Features.All);
        if (module.validate() !== 1) throw new Error('called invalid');
      } finally {
        module.dispose();
      }
    },
  };
}

/** What somebody would take who looked for a validator of WebAssembly on npm. None of them hashes. */
export async function peers(): Promise<Peer[]> {
  const all = [await wabt(), await binaryen(), wasmparser, webassemblyjs];
  return all.filter((peer) => peer !== undefined);
}

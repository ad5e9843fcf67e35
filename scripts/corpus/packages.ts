/** An npm package that ships `.wasm` files. The version is exact: a table of the corpus can be made again. */
interface CorpusPackage {
  readonly name: string;
  readonly version: string;
}

function packagesOf(lines: string): CorpusPackage[] {
  return lines
    .trim()
    .split(/\s+/)
    .map((line) => {
      const at = line.lastIndexOf('@');
      return { name: line.slice(0, at), version: line.slice(at + 1) };
    });
}

/**
 * What the corpus is made of, beside the development dependencies: databases, compilers, codecs, parsers, runtimes of other
 * languages, physics, cryptography; made by Emscripten, wasm-bindgen, WASI SDKs, Go, TinyGo, .NET and AssemblyScript. Licences
 * are looked at when a package has come (`licence.ts`).
 */
export const CORPUS_PACKAGES: readonly CorpusPackage[] = packagesOf(`
  @arborium/dart@2.18.2
  @astral-sh/ruff-wasm-web@0.16.9
  @babylonjs/havok@1.3.14
  @biomejs/wasm-web@2.4.15
  @bytecodealliance/jco@1.35.0
  @cedar-policy/cedar-wasm@4.13.0
  @dimforge/rapier2d@0.21.0
  @dimforge/rapier3d@0.21.0
  @dprint/markdown@0.28.1
  @dprint/toml@0.8.0
  @dprint/typescript@0.96.1
  @duckdb/duckdb-wasm@1.32.0
  @electric-sql/pglite@0.5.16
  @elsa-workflows/elsa-studio-wasm@3.8.2
  @embedpdf/pdfium@2.15.1
  @foxglove/wasm-bz2@0.3.0
  @foxglove/wasm-lz4@1.0.2
  @hyzyla/pdfium@2.1.13
  @imagemagick/magick-wasm@0.0.43
  @jitl/quickjs-wasmfile-release-asyncify@0.32.0
  @jsquash/avif@2.1.1
  @jsquash/jxl@1.3.0
  @kreuzberg/wasm@4.5.2
  @lottiefiles/dotlottie-web@0.80.0
  @matrix-org/matrix-sdk-crypto-wasm@18.9.0
  @mediapipe/tasks-text@1.0.1
  @micropython/micropython-webassembly-pyscript@1.27.0
  @myriaddreamin/typst-ts-web-compiler@0.7.0
  @neslinesli93/qpdf-wasm@0.3.0
  @node-rs/argon2-wasm32-wasi@2.2.1
  @node-rs/crc32-wasm32-wasi@1.10.6
  @noir-lang/acvm_js@0.55.0
  @oxc-minify/binding-wasm32-wasi@0.150.0
  @oxc-parser/binding-wasm32-wasi@0.154.0
  @oxc-resolver/binding-wasm32-wasi@11.24.2
  @resvg/resvg-wasm@2.6.2
  @rive-app/canvas@2.43.1
  @rolldown/binding-wasm32-wasi@1.2.19
  @rspack/binding-wasm32-wasi@2.2.9
  @ruby/3.3-wasm-wasi@2.10.1
  @silvia-odwyer/photon@0.3.11
  @swc/wasm-web@1.16.18
  @tailwindcss/oxide-wasm32-wasi@4.3.3
  @tensorflow/tfjs-backend-wasm@4.22.0
  @wasm-fmt/clang-format@23.1.0
  @wasm-fmt/gofmt@0.7.3
  @wasm-fmt/ruff_fmt@0.15.20
  @yowasp/yosys@0.55.944
  box2d-wasm@7.0.0
  canvaskit-wasm@0.42.0
  clingo-wasm@0.6.0
  esbuild-wasm@0.28.2
  jolt-physics@1.1.0
  libpg-query@18.1.5
  lightningcss-wasm@1.33.0
  loro-crdt@1.17.1
  lz4-wasm@0.9.2
  manifold-3d@3.5.4
  mediainfo.js@0.3.8
  onnxruntime-web@1.30.0
  opencv-wasm@4.3.0-10
  parquet-wasm@0.8.0
  pyodide@314.0.7
  rabin-wasm@0.1.5
  tiktoken@1.0.22
  tiny-secp256k1@2.2.4
  tree-sitter-javascript@0.25.0
  tree-sitter-python@0.25.0
  tree-sitter-wasms@0.1.13
  wasm-brotli@2.0.2
  web-ifc@0.0.78
  ywasm@0.18.3
  z3-solver@5.2.0
`);

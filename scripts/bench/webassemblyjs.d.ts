/** The part that is used: the package has no types. */
declare module '@webassemblyjs/wasm-parser' {
  /** @throws where it cannot read the bytes. */
  export function decode(bytes: ArrayBuffer, options: Readonly<Record<string, boolean>>): unknown;
}

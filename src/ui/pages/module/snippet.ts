/** How a saved binary is loaded; what it imports is the caller's to give. */
export function loadSnippet(file: string): string {
  return [
    `const response = fetch('./${file}');`,
    'const imports = {}; // see the tab Dependencies',
    'const { instance } =',
    '  await WebAssembly.instantiateStreaming(response, imports);',
    'console.log(Object.keys(instance.exports));',
  ].join('\n');
}

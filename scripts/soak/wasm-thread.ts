/** One of the threads of the soak's wasm part: runs every nth case and says in pieces what became of them. */
import { parentPort, workerData } from 'node:worker_threads';
import { runCase, soakOriginals } from './wasm-case.ts';
import type { ThreadPart, ThreadPiece } from './wasm.ts';

const PIECE = 1000;

const { seed, first, step, count } = workerData as ThreadPart;
const originals = await soakOriginals();

function emptyPiece(): ThreadPiece {
  return { cases: 0, verdicts: {}, documented: 0, broken: [], slowest: { number: 0, ms: 0 } };
}

let piece = emptyPiece();
for (let number = first; number < count; number += step) {
  const start = performance.now();
  const { verdict, documented, broken, mutation } = await runCase(originals, seed, number);
  const ms = performance.now() - start;
  piece.cases += 1;
  piece.verdicts[verdict] = (piece.verdicts[verdict] ?? 0) + 1;
  if (documented) piece.documented += 1;
  if (ms > piece.slowest.ms) piece.slowest = { number, ms };
  if (broken !== undefined) {
    const name = originals.names[mutation.original] ?? '';
    const text = `case ${number}, ${name}, ${mutation.edits.join(', ')}: ${broken}`;
    piece.broken.push({ thrown: verdict === 'exception', text });
  }
  if (piece.cases === PIECE) {
    parentPort?.postMessage(piece);
    piece = emptyPiece();
  }
}
parentPort?.postMessage(piece);

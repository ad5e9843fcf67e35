import { readFileSync } from 'node:fs';
import { judge } from '../../src/validator/judge.ts';
import type { Message } from '../../src/validator/protocol.ts';

/** Judges one file and says by how much that made this process grow: for `judgeAlone`. */
const { buffer } = new Uint8Array(readFileSync(process.argv[2] ?? ''));
const before = process.memoryUsage().rss;
const start = performance.now();
let answer: Message | undefined;
await judge({ source: buffer, maxSize: 64 * 1024 * 1024 }, (message) => {
  if (message.kind !== 'read') answer = message;
});
const time = performance.now() - start;
const grown = process.resourceUsage().maxRSS * 1024 - before;
const told =
  answer?.kind === 'report'
    ? { verdict: answer.report.verdict, reason: answer.report.checks.find(({ ok }) => !ok)?.reason }
    : { verdict: 'failed', reason: answer?.kind === 'failed' ? answer.error.reason : undefined };
console.log(JSON.stringify({ ...told, time, grown }));

import { expect, test } from 'vitest';
import { GenError } from '../../src/core/errors.ts';
import { readStream } from '../../src/core/wasm/read-stream.ts';
import { reportOnStream } from '../../src/core/wasm/report-stream.ts';
import { reportOn } from '../../src/core/wasm/report.ts';
import { FULL_MODULE } from './binary.ts';
import { digest } from './world.ts';

/** A source that counts what was asked of it. */
function sourceOf(chunks: Iterable<Uint8Array>) {
  const asked = { bytes: 0, stopped: false };
  async function* source() {
    try {
      for (const chunk of chunks) {
        asked.bytes += chunk.length;
        yield await Promise.resolve(chunk);
      }
    } finally {
      asked.stopped = true;
    }
  }
  return { source: source(), asked };
}

const pieces = (size: number, chunk: number) =>
  Array.from({ length: Math.ceil(size / chunk) }, (_, index) =>
    new Uint8Array(Math.min(chunk, size - index * chunk)).fill(index + 1),
  );
const flat = (chunks: readonly Uint8Array[]) => Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));

function* endless(chunk: number) {
  for (;;) yield new Uint8Array(chunk);
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing thrown',
    (error) => (error instanceof GenError ? `${error.code} ${error.reason}` : String(error)),
  );

test.each([0, 1, 65_536, 65_537, 200_000])(
  '%i bytes come whole, announced or not, in a buffer of their size',
  async (size) => {
    const chunks = pieces(size, 10_000);

    for (const announced of [undefined, size]) {
      const read = await readStream(sourceOf(chunks).source, { maxSize: 1_000_000, announced });
      if (!('bytes' in read)) throw new Error('called too large');
      expect(read.bytes.buffer.byteLength).toBe(size);
      expect(read.bytes.buffer.resizable).toBe(false);
      expect(read.bytes).toEqual(flat(chunks));
    }
  },
);

test('exactly as many bytes as the limit are read, one more are not', async () => {
  expect(await readStream(sourceOf(pieces(1000, 300)).source, { maxSize: 1000 })).toHaveProperty('bytes');
  expect(await readStream(sourceOf(pieces(1001, 300)).source, { maxSize: 1000 })).toEqual({ size: 1001 });
});

test('an endless source is stopped with the chunk that passes the limit', async () => {
  const { source, asked } = sourceOf(endless(65_536));

  expect(await readStream(source, { maxSize: 1_000_000 })).toEqual({ size: 16 * 65_536 });
  expect(asked).toEqual({ bytes: 16 * 65_536, stopped: true });
});

test('what is announced above the limit is not begun, and the source is told', async () => {
  let stopped = false;
  const untouched: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(new Error('must not be asked')),
      return: () => {
        stopped = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };

  expect(await readStream(untouched, { maxSize: 1000, announced: 1001 })).toEqual({ size: 1001 });
  expect(stopped).toBe(true);
});

test('a source that announces fewer or more bytes than it has is refused, with more at once', async () => {
  const short = sourceOf(pieces(900, 300));
  const long = sourceOf(endless(300));

  expect(await reasonOf(readStream(short.source, { maxSize: 2000, announced: 1000 }))).toBe(
    'InvalidState announced-size',
  );
  expect(await reasonOf(readStream(long.source, { maxSize: 2000, announced: 1000 }))).toBe(
    'InvalidState announced-size',
  );
  expect(long.asked).toEqual({ bytes: 1200, stopped: true });
});

test('progress tells each chunk, and the whole where it is announced', async () => {
  const told: unknown[] = [];
  const onProgress = (progress: unknown) => void told.push(progress);

  await readStream(sourceOf(pieces(250, 100)).source, { maxSize: 1000, announced: 250, onProgress });

  expect(told).toEqual([100, 200, 250].map((done) => ({ done, total: 250 })));
});

test('a chunk that its source uses again is not read twice', async () => {
  const reused = new Uint8Array(1);
  const source = (function* () {
    for (const value of [1, 2, 3]) {
      reused[0] = value;
      yield reused;
    }
  })();

  expect(await readStream(sourceOf(source).source, { maxSize: 10 })).toEqual({
    bytes: Uint8Array.of(1, 2, 3),
  });
});

test('an abort ends it, between two chunks and while the source is silent', async () => {
  const abort = new AbortController();
  const { source, asked } = sourceOf(endless(100));
  const onProgress = ({ done }: { readonly done: number }) => done === 500 && abort.abort();
  const silent: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
  };

  expect(await reasonOf(readStream(source, { maxSize: 10_000, signal: abort.signal, onProgress }))).toBe(
    'Cancelled aborted',
  );
  expect(asked.bytes).toBeLessThanOrEqual(600);
  expect(await reasonOf(readStream(silent, { maxSize: 1000, signal: abort.signal }))).toBe(
    'Cancelled aborted',
  );
  const late = new AbortController();
  const waiting = reasonOf(readStream(silent, { maxSize: 1000, signal: late.signal }));
  late.abort();
  expect(await waiting).toBe('Cancelled aborted');
});

test('what the source throws is thrown on', async () => {
  const broken: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('unplugged')) }),
  };

  expect(await reasonOf(readStream(broken, { maxSize: 1000 }))).toBe('Error: unplugged');
});

test('the report on a stream is the report on its bytes, and above the limit that of a file too large', async () => {
  const chunks = [FULL_MODULE.subarray(0, 5), FULL_MODULE.subarray(5)];
  const options = { maxSize: FULL_MODULE.length, digest };

  expect(await reportOnStream(sourceOf(chunks).source, options)).toEqual(
    await reportOn(FULL_MODULE, options),
  );
  expect(await reportOnStream(sourceOf(endless(100)).source, { maxSize: 250, digest })).toMatchObject({
    verdict: 'invalid',
    size: 300,
    sha256: undefined,
    checks: [{ name: 'size', ok: false, reason: '300 bytes, the limit is 250' }],
  });
});

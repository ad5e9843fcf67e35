import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { GenError } from '../core/errors.ts';
import type { Verdict } from '../core/wasm/wasm-report.ts';

/** What can be refused: a posted record, a request as a whole, a socket with what it sent. */
export type Refused = 'record' | 'request' | 'peer';

/** What `/metrics` tells, in the text format of Prometheus. */
export interface Metrics {
  refused(what: Refused, error: GenError): void;
  /** A binary was examined; `failed`: its process died, or the file could not be read. */
  validated(verdict: Verdict | 'timeout' | 'failed', seconds: number): void;
  /** A figure that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void;
  text(): Promise<string>;
  readonly contentType: string;
}

const HELP: Readonly<Record<Refused, string>> = {
  record: 'Records that were posted and not taken.',
  request: 'HTTP requests that were refused as a whole, blobs among them; not what was not found.',
  peer: 'WebSockets that were refused or closed for what they sent.',
};

export function relayMetrics(): Metrics {
  const registry = new Registry();
  const counter = (what: Refused): Counter<'code' | 'reason'> =>
    new Counter({
      name: `gen_registry_refused_${what}s_total`,
      help: HELP[what],
      labelNames: ['code', 'reason'],
      registers: [registry],
    });
  const counters = { record: counter('record'), request: counter('request'), peer: counter('peer') };
  const validations = new Histogram({
    name: 'gen_registry_validation_seconds',
    help: 'Binaries that were examined, by verdict, and how long it took.',
    labelNames: ['verdict'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  return {
    validated: (verdict, seconds) => validations.observe({ verdict }, seconds),
    refused: (what, { code, reason }) => counters[what].inc({ code, reason }),
    gauge(name, help, read) {
      const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

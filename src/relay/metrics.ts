import { Counter, Gauge, Registry } from 'prom-client';
import type { GenError } from '../core/errors.ts';

/** What can be refused: a posted record, a request as a whole, a socket with what it sent. */
export type Refused = 'record' | 'request' | 'peer';

/** What `/metrics` tells, in the text format of Prometheus. */
export interface Metrics {
  refused(what: Refused, error: GenError): void;
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
  return {
    refused: (what, { code, reason }) => counters[what].inc({ code, reason }),
    gauge(name, help, read) {
      const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

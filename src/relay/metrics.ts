import { Counter, Registry } from 'prom-client';
import type { GenError } from '../core/errors.ts';

/** What `/metrics` tells, in the text format of Prometheus. */
export interface Metrics {
  refused(error: GenError): void;
  text(): Promise<string>;
  readonly contentType: string;
}

export function relayMetrics(): Metrics {
  const registry = new Registry();
  const refusals = new Counter({
    name: 'gen_registry_refused_records_total',
    help: 'Records that were posted and not taken.',
    labelNames: ['code', 'reason'],
    registers: [registry],
  });
  return {
    refused: ({ code, reason }) => refusals.inc({ code, reason }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

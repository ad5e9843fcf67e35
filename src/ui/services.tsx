import { createContext, use, type ReactNode } from 'react';
import type { WasmReport } from '../core/wasm/wasm-report.ts';
import type { EngineApi, Topic } from '../ports/engine.ts';
import type { LayOut } from '../ports/layout.ts';
import type { ValidationOptions } from '../ports/validator.ts';

/** Announcements of the engine: what has changed, never what it became. */
export interface Changes {
  /** @returns the disposer. `listener` runs once for each announcement that names one of `topics`. */
  subscribe(topics: readonly Topic[], listener: () => void): () => void;
}

/** What the screens are given by `main.tsx`; nothing below it knows where they run. */
export interface Services {
  readonly engine: EngineApi;
  /** @throws GenError Timeout | Cancelled | InvalidState. A bad binary is a report, not an error. */
  validate(
    blob: Blob,
    signal: AbortSignal,
    onProgress?: ValidationOptions['onProgress'],
  ): Promise<WasmReport>;
  readonly changes: Changes;
  /** Where the boxes of a drawing stand, worked out beside the page. */
  readonly layOut: LayOut;
}

const ServicesContext = createContext<Services | undefined>(undefined);

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === undefined) throw new Error('no ServicesProvider above this component');
  return services;
}

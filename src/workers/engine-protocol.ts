import type { EngineApi } from '../ports/engine.ts';
import type { Outcome } from './boundary.ts';

/** One call of the engine, by name: the same for a SharedWorker's port and for a channel between tabs. */
export type EngineMethod = keyof EngineApi;

export interface EngineCaller {
  /** @param request drawn by the page for this call; the same when the call is made again. */
  call(method: EngineMethod, args: readonly unknown[], request: string): Promise<Outcome<unknown>>;
}

/** Tabs look for the engine's worker here where there is no SharedWorker. */
export const BROKER_CHANNEL = 'gen-registry/engine';
/** Held for life by the tab whose worker is the engine. */
export const LEADER_LOCK = 'gen-registry/leader';

/** The engine says here that work waits for a network. */
export const WORK_CHANNEL = 'gen-registry/work';

export type BrokerMessage =
  | { readonly kind: 'hello'; readonly client: string }
  | { readonly kind: 'welcome'; readonly client: string }
  | { readonly kind: 'leader' };

export function clientChannel(client: string): string {
  return `${BROKER_CHANNEL}/${client}`;
}

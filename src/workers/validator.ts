import { expose } from 'comlink';
import { validator } from './validator-impl.ts';

/** Dedicated worker: reads a binary, gives a report; its page kills it at the time limit. */
expose(validator);

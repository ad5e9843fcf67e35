import { createContext, useContext } from 'react';
import type { Did } from '../core/ids.ts';
import type { Person } from '../ports/module-page.ts';

/** What people on the screen call themselves, as far as this device knows. */
export const People = createContext<Readonly<Record<Did, Person>>>({});

export function usePerson(did: Did): Person | undefined {
  return useContext(People)[did];
}

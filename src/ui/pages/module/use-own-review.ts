import { useState } from 'react';
import type { Sha256 } from '../../../core/ids.ts';
import { useQuery } from '../../hooks/use-query.ts';

const STORED_AT = 'gen-registry/review/';

function stored(id: string): string | undefined {
  try {
    return sessionStorage.getItem(STORED_AT + id) ?? undefined;
  } catch {
    return undefined;
  }
}

function store(id: string, text: string): void {
  try {
    sessionStorage.setItem(STORED_AT + id, text);
  } catch (error) {
    console.info('the review is not kept over a reload', error);
  }
}

function forget(id: string): void {
  try {
    sessionStorage.removeItem(STORED_AT + id);
  } catch (error) {
    console.info('there is no session storage to clear', error);
  }
}

/** What is being typed, kept over a reload; before that, the review that was sent. */
export function useOwnReview(
  id: string,
  last: Sha256 | undefined,
): { text: string; type(text: string): void; sent(): void } {
  const [typed, setTyped] = useState(() => stored(id));
  const before = useQuery(`own review ${last ?? ''}`, (engine) =>
    last === undefined ? Promise.resolve('') : engine.text(last),
  );

  function type(text: string): void {
    setTyped(text);
    store(id, text);
  }
  return { text: typed ?? before.value ?? '', type, sent: () => forget(id) };
}

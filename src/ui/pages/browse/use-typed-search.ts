import { useNavigate, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { parseBrowseSearch, searchAt, type BrowseSearch, type SearchChange } from '../../search-params.ts';

export interface TypedSearch {
  readonly search: BrowseSearch;
  /** No step of its own in the history. */
  type(typed: string): void;
  /** The address has what was typed, now: for when the typing is over. */
  settle(): void;
  /** Something is chosen: Back takes it back. */
  change(changed: SearchChange): void;
  /** Changes nothing of what is listed, so the history and the place in the list stay as they are. */
  compare(ids: BrowseSearch['compare']): void;
}

/** A change of the address is work for every link on the screen: it waits for a pause in the typing. */
const PAUSE_MS = 150;

/** Of the whole list the newest come first; of what fits some words, what fits best. */
function typedInto(before: BrowseSearch, q: string): SearchChange {
  return before.q === undefined && before.sort === 'recent' ? { q, sort: undefined } : { q };
}

/**
 * The search in the address, with what is being typed ahead of it: the address follows a moment later and never
 * overwrites newer typing. Back, forward and links set both.
 */
export function useTypedSearch(inAddress: BrowseSearch): TypedSearch {
  const navigate = useNavigate({ from: '/' });
  const { history } = useRouter();
  const [text, setText] = useState(inAddress.q ?? '');
  const waiting = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly typed: string }>(
    undefined,
  );

  /** @returns what is not in the address yet. */
  const takeWaiting = useCallback((): string | undefined => {
    const typed = waiting.current?.typed;
    clearTimeout(waiting.current?.timer);
    waiting.current = undefined;
    return typed;
  }, []);

  useEffect(() => {
    const unsubscribe = history.subscribe(({ location, action }) => {
      if (action.type === 'REPLACE' || location.pathname !== '/') return;
      takeWaiting();
      setText(searchAt(location.search).q ?? '');
    });
    return () => {
      unsubscribe();
      takeWaiting();
    };
  }, [history, takeWaiting]);

  const go = useCallback(
    (changed: (before: BrowseSearch) => SearchChange, replace: boolean): void => {
      void navigate({
        to: '/',
        search: (before) => parseBrowseSearch({ ...before, ...changed(before) }),
        replace,
        resetScroll: !replace,
      });
    },
    [navigate],
  );

  const settle = useCallback((): void => {
    const typed = takeWaiting();
    if (typed !== undefined) go((before) => typedInto(before, typed), true);
  }, [go, takeWaiting]);

  function type(typed: string): void {
    setText(typed);
    takeWaiting();
    waiting.current = { timer: setTimeout(settle, PAUSE_MS), typed };
  }

  function change(changed: SearchChange): void {
    const typed = takeWaiting();
    if ('q' in changed) setText(changed.q ?? '');
    go((before) => ({ ...(typed === undefined ? {} : typedInto(before, typed)), ...changed }), false);
  }

  const compare = useCallback(
    (ids: BrowseSearch['compare']): void => go(() => ({ compare: ids }), true),
    [go],
  );

  const { q: _, ...rest } = inAddress;
  const typed: SearchChange = text === '' ? {} : typedInto(inAddress, text);
  return { search: parseBrowseSearch({ ...rest, ...typed }), type, settle, change, compare };
}

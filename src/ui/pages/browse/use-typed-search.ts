import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { parseBrowseSearch, parseQueryString, type BrowseSearch } from '../../search-params.ts';

export type SearchChange = { readonly [Name in keyof BrowseSearch]: BrowseSearch[Name] | undefined };

/**
 * The search in the address, with what is being typed ahead of it: the address follows each keystroke a moment later
 * and never overwrites newer typing. Back, forward and links set both.
 */
export function useTypedSearch(inAddress: BrowseSearch) {
  const navigate = useNavigate({ from: '/' });
  const { history } = useRouter();
  const [text, setText] = useState(inAddress.q ?? '');

  useEffect(
    () =>
      history.subscribe(({ location, action }) => {
        if (action.type === 'REPLACE' || location.pathname !== '/') return;
        setText(parseBrowseSearch(parseQueryString(location.search)).q ?? '');
      }),
    [history],
  );

  function go(changed: SearchChange, replace: boolean): void {
    void navigate({
      to: '/',
      search: (before) => parseBrowseSearch({ ...before, ...changed }),
      replace,
      resetScroll: !replace,
    });
  }

  function type(typed: string): void {
    setText(typed);
    go({ q: typed }, true);
  }

  function change(changed: SearchChange): void {
    if ('q' in changed) setText(changed.q ?? '');
    go(changed, false);
  }

  const { q: _, ...rest } = inAddress;
  const search: BrowseSearch = text === '' ? rest : { ...rest, q: text };
  return { search, type, change };
}

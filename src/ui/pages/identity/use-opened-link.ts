import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';

/** `pair`: a new device asks to be added here. `paired`: what another device answered to this one. */
export type LinkKind = 'permission' | 'pair' | 'paired';

export interface OpenedLink {
  readonly kind: LinkKind;
  /** The fragment, as the readers of such links take it. */
  readonly link: string;
}

const KINDS: readonly LinkKind[] = ['permission', 'pair', 'paired'];

/** What the page was opened with, which leaves its address at once: it is to stay in no history and no bookmark. */
export function useOpenedLink(): readonly [opened: OpenedLink | undefined, done: () => void] {
  const fragment = useLocation({ select: ({ hash }) => hash });
  const navigate = useNavigate();
  const [opened, setOpened] = useState<OpenedLink>();
  const kind = KINDS.find((name) => fragment.startsWith(`${name}=`));
  if (kind !== undefined && fragment !== opened?.link) setOpened({ kind, link: fragment });

  const isLink = kind !== undefined;
  const leaveAddress = useEffectEvent(
    () => void navigate({ to: '/identity', replace: true, resetScroll: false }),
  );
  useEffect(() => {
    if (isLink) leaveAddress();
  }, [isLink]);
  return [opened, () => setOpened(undefined)];
}

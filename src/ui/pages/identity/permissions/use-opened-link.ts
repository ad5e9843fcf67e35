import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';

const FRAGMENT = 'permission=';

/** The permission in the page's address, which leaves it at once: it is to stay in no history and no bookmark. */
export function useOpenedLink(): readonly [opened: string | undefined, done: () => void] {
  const fragment = useLocation({ select: ({ hash }) => hash });
  const navigate = useNavigate();
  const [opened, setOpened] = useState<string>();
  const isOffer = fragment.startsWith(FRAGMENT);
  if (isOffer && fragment !== opened) setOpened(fragment);

  const leaveAddress = useEffectEvent(
    () => void navigate({ to: '/identity', replace: true, resetScroll: false }),
  );
  useEffect(() => {
    if (isOffer) leaveAddress();
  }, [isOffer]);
  return [opened, () => setOpened(undefined)];
}

import { useEffect, useState } from 'react';
import { toGenError, type GenError } from '../../../../core/errors.ts';
import type { DeviceInvitation, DeviceOffer } from '../../../../ports/devices.ts';
import { useServices } from '../../../services.tsx';
import { isOver } from '../../../text/devices.ts';

const EVERY_MS = 3_000;

/** No network now says nothing about the next time. */
function passes({ code }: GenError): boolean {
  return code === 'Network' || code === 'Timeout' || code === 'QuotaExceeded';
}

export interface Waiting {
  readonly invitation: DeviceInvitation | undefined;
  readonly error: GenError | undefined;
  /** Nobody is to answer this code any more. */
  readonly over: boolean;
}

/** Asks for the answer while the code is on a screen that somebody sees, until there is one or the code is over. */
export function useInvitation(offer: DeviceOffer | undefined): Waiting {
  const { engine } = useServices();
  const [waiting, setWaiting] = useState<Waiting>({ invitation: undefined, error: undefined, over: false });
  useEffect(() => {
    if (offer === undefined) return undefined;
    const { offeredAt } = offer;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;

    async function ask(): Promise<void> {
      const over = isOver(offeredAt, Date.now());
      let invitation: DeviceInvitation | undefined;
      let error: GenError | undefined;
      if (!over && document.visibilityState === 'visible') {
        try {
          invitation = await engine.deviceInvitation();
        } catch (thrown) {
          error = toGenError(thrown);
        }
      }
      if (ended) return;
      setWaiting({ invitation, error, over });
      if (over || invitation !== undefined || (error !== undefined && !passes(error))) return;
      timer = setTimeout(() => void ask(), EVERY_MS);
    }

    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [engine, offer]);
  return waiting;
}

import { useEffect, useState } from 'react';
import type { Micros } from '../../core/ids.ts';
import { useQuery } from '../hooks/use-query.ts';
import { nextTryText } from '../text/states.ts';

/** When something that failed is tried again; counts down while somebody looks. */
export function NextTry({ at }: { at: Micros }) {
  const { value } = useQuery('connection', (asked) => asked.connection(), { topics: ['connection'] });
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <span>{nextTryText(at, now, value?.state !== 'offline')}</span>;
}

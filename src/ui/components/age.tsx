import { useState } from 'react';
import type { Micros } from '../../core/ids.ts';
import { formatAge, formatTime, millisecondsOf } from '../text/format.ts';

/** How long ago; when exactly, for whoever points at it. That is worked out only then: a phone is slow to make the formats of `Intl`. */
export function Age({ time, className }: { time: Micros; className?: string | undefined }) {
  const [exact, setExact] = useState<string>();
  return (
    <time
      className={className}
      dateTime={new Date(millisecondsOf(time)).toISOString()}
      title={exact}
      onPointerEnter={() => setExact(formatTime(time))}
    >
      {formatAge(time)}
    </time>
  );
}

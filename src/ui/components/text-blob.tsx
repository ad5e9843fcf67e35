import { lazy, Suspense } from 'react';
import type { Sha256 } from '../../core/ids.ts';
import { useText } from '../hooks/use-text.ts';
import { ErrorNotice } from './notice.tsx';
import { Skeleton } from './skeleton.tsx';
import { WhenSeen } from './when-seen.tsx';

const Markdown = lazy(async () => ({ default: (await import('./markdown.tsx')).Markdown }));

/** A text blob as markdown, or as the plain text it is. */
export function TextBlob({ hash, label, plain = false }: { hash: Sha256; label: string; plain?: boolean }) {
  const { value, error, again } = useText(hash);
  if (value === undefined) {
    return error === undefined ? (
      <Skeleton label={`Loading the ${label}`} />
    ) : (
      <ErrorNotice error={error} again={again} />
    );
  }
  if (plain) return <p className="plain-text">{value}</p>;
  const loading = <Skeleton label={`Loading the ${label}`} />;
  return (
    <WhenSeen key={hash} name={hash} placeholder={loading}>
      <Suspense fallback={loading}>
        <Markdown text={value} />
      </Suspense>
    </WhenSeen>
  );
}

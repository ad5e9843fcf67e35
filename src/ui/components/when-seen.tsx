import { useEffect, useRef, useState, type ReactNode } from 'react';

/** What was seen is shown at once when somebody comes back: the page is as long as it was, and Back finds its place. */
const seen = new Set<string>();

interface WhenSeenProps {
  /** The same name means the same content. */
  readonly name: string;
  readonly placeholder: ReactNode;
  readonly children: ReactNode;
}

/** Shows `placeholder` until it comes into sight, and from then on what is costly: on a phone a readme is below the first screen. */
export function WhenSeen({ name, placeholder, children }: WhenSeenProps) {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(() => seen.has(name));
  useEffect(() => {
    if (isSeen || place.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.add(name);
      setSeen(true);
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [isSeen, name]);
  return isSeen ? children : <div ref={place}>{placeholder}</div>;
}

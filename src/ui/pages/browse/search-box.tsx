import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import { SEARCH_BOX_ID } from '../../hooks/use-shortcuts.ts';
import styles from './search-box.module.css';

/** Only whoever asks how to search pays for it. */
const SearchTips = lazy(async () => ({ default: (await import('./search-tips.tsx')).SearchTips }));

const TIPS_ID = 'search-tips';

interface SearchBoxProps {
  readonly text: string;
  readonly onType: (text: string) => void;
  /** Whoever typed goes on to something else. */
  readonly onDone: () => void;
}

export function SearchBox({ text, onType, onDone }: SearchBoxProps) {
  const [tips, setTips] = useState(false);
  return (
    <search className={styles.search}>
      <div className={styles.box}>
        <Icon name="search" size={20} />
        <input
          id={SEARCH_BOX_ID}
          type="search"
          aria-label="Search modules"
          placeholder="Name, tag or what it does"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="search"
          aria-keyshortcuts="/"
          value={text}
          onChange={(event) => onType(event.target.value)}
          onBlur={onDone}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <p className={styles.under}>
        <Link to="/" search={{ sort: 'recent' }}>
          All modules
        </Link>
        <button type="button" aria-expanded={tips} aria-controls={TIPS_ID} onClick={() => setTips(!tips)}>
          Search tips
        </button>
      </p>
      <div id={TIPS_ID} hidden={!tips}>
        {tips ? (
          <Suspense>
            <SearchTips onUse={onType} />
          </Suspense>
        ) : null}
      </div>
    </search>
  );
}

import { Icon } from '../../components/icon.tsx';
import { SEARCH_BOX_ID } from '../../hooks/use-shortcuts.ts';
import styles from './search-box.module.css';

export function SearchBox({ text, onType }: { text: string; onType: (text: string) => void }) {
  return (
    <search className={styles.search}>
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
      />
      <kbd aria-hidden="true">/</kbd>
    </search>
  );
}

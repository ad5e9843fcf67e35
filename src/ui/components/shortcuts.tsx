import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import styles from './shortcuts.module.css';

const KEYS: readonly (readonly [key: string, meaning: string])[] = [
  ['/', 'Search modules'],
  ['⌘ K  or  Ctrl K', 'Go to anything'],
  ['?', 'This list'],
  ['Esc', 'Close what is open; clear the search'],
  ['← →', 'Between the tabs of a module'],
];

export function Shortcuts({ close }: { close: () => void }) {
  return (
    <Dialog title="Keyboard" close={close}>
      <dl className={styles.keys}>
        {KEYS.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={close}>Close</Button>
    </Dialog>
  );
}

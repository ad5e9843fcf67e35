import { Link } from '@tanstack/react-router';
import { useUnfinished } from '../hooks/use-unfinished.ts';
import { Button } from './button.tsx';
import { ConnectionStatus } from './connection-status.tsx';
import { Icon, type IconName } from './icon.tsx';
import { Mark } from './mark.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import styles from './header.module.css';

export const SCREENS = [
  { to: '/', label: 'Browse', icon: 'search' },
  { to: '/publish', label: 'Publish', icon: 'publish' },
  { to: '/installed', label: 'Installed', icon: 'box' },
  { to: '/activity', label: 'Activity', icon: 'activity' },
  { to: '/identity', label: 'Identity', icon: 'person' },
] as const satisfies readonly { to: string; label: string; icon: IconName }[];

function Navigation() {
  const unfinished = useUnfinished();
  return (
    <nav className={styles.nav} aria-label="Screens">
      {SCREENS.map(({ to, label, icon }) => (
        <Link
          key={to}
          to={to}
          className={styles.link}
          activeOptions={{ exact: to === '/', includeSearch: false }}
        >
          <span className={styles.icon}>
            <Icon name={icon} size={20} />
          </span>
          {label}
          {to === '/activity' && unfinished > 0 ? (
            <span className={styles.count}>
              {unfinished}
              <span className="visually-hidden"> unfinished</span>
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}

export function Header({ onPalette }: { onPalette: () => void }) {
  return (
    <header className={styles.header}>
      <div className={styles.inner}>
        <Link to="/" className={styles.brand} aria-label="Gen Registry, browse">
          <Mark />
          <span>
            Gen<span className={styles.second}> Registry</span>
          </span>
        </Link>
        <Navigation />
        <div className={styles.tools}>
          <ConnectionStatus />
          <Link to="/check" className={styles.check} title="Check a file" aria-label="Check a file">
            <Icon name="inspect" />
          </Link>
          <Button
            look="quiet"
            small
            onClick={onPalette}
            className={styles.palette}
            aria-keyshortcuts="Meta+K Control+K"
          >
            <kbd>⌘K</kbd>
            <span className="visually-hidden"> Go to anything</span>
          </Button>
          <ThemeSwitch />
        </div>
      </div>
    </header>
  );
}

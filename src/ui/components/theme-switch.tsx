import { THEMES, useTheme, type Theme } from '../hooks/use-theme.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './theme-switch.module.css';

const LOOKS: Readonly<Record<Theme, { icon: IconName; label: string }>> = {
  system: { icon: 'screen', label: 'Theme: as the system' },
  light: { icon: 'sun', label: 'Theme: light' },
  dark: { icon: 'moon', label: 'Theme: dark' },
};

/** One button through the three: system, light, dark. */
export function ThemeSwitch() {
  const [theme, choose] = useTheme();
  const { icon, label } = LOOKS[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <button
      type="button"
      className={styles.switch}
      aria-label={label}
      title={label}
      onClick={() => choose(next)}
    >
      <Icon name={icon} />
    </button>
  );
}

import { useEffect, useState } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED_AT = 'gen-registry/theme';

/** Storage can be refused by the browser's settings; then the choice lasts as long as the page. */
function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORED_AT);
    return THEMES.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

function storeTheme(theme: Theme): void {
  try {
    localStorage.setItem(STORED_AT, theme);
  } catch (error) {
    console.info('the theme is not kept: storage is refused', error);
  }
}

/** Before the first paint, so that nothing flashes. */
export function applyTheme(theme: Theme = storedTheme()): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
}

export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(storedTheme);
  useEffect(() => applyTheme(theme), [theme]);
  function choose(next: Theme): void {
    storeTheme(next);
    setTheme(next);
  }
  return [theme, choose];
}

import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ComponentType } from 'react';
import { useShortcuts } from '../hooks/use-shortcuts.ts';
import { Header } from './header.tsx';
import styles from './shell.module.css';

/** Its file comes after the first screen. Without it nothing is told in passing, which is no reason to show no screen. */
const Toaster = lazy<ComponentType>(() =>
  import('./toaster.tsx').then(
    (module) => ({ default: module.Toaster }),
    () => ({ default: () => null }),
  ),
);
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const Shortcuts = lazy(async () => ({ default: (await import('./shortcuts.tsx')).Shortcuts }));

type Overlay = 'palette' | 'shortcuts' | undefined;

/** What stands around every screen. */
export function Shell() {
  const [overlay, setOverlay] = useState<Overlay>();
  useShortcuts({
    palette: () => setOverlay((open) => (open === 'palette' ? undefined : 'palette')),
    shortcuts: () => setOverlay('shortcuts'),
  });

  return (
    <>
      <a className={styles.skip} href="#content">
        Skip to content
      </a>
      <Header onPalette={() => setOverlay('palette')} />
      <main id="content" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Suspense>
        <Toaster />
      </Suspense>
      <Suspense>
        {overlay === 'palette' ? <Palette close={() => setOverlay(undefined)} /> : null}
        {overlay === 'shortcuts' ? <Shortcuts close={() => setOverlay(undefined)} /> : null}
      </Suspense>
    </>
  );
}

import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useShortcuts } from '../hooks/use-shortcuts.ts';
import { Header } from './header.tsx';
import { Toaster } from './toaster.tsx';
import styles from './shell.module.css';

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
      <Toaster />
      <Suspense>
        {overlay === 'palette' ? <Palette close={() => setOverlay(undefined)} /> : null}
        {overlay === 'shortcuts' ? <Shortcuts close={() => setOverlay(undefined)} /> : null}
      </Suspense>
    </>
  );
}

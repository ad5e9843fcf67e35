import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ComponentType } from 'react';
import { ActivityProvider } from '../activity.tsx';
import { useDroppedFiles } from '../hooks/use-dropped-files.ts';
import { useQuery } from '../hooks/use-query.ts';
import { useToaster } from '../hooks/use-toaster.ts';
import { useShortcuts } from '../hooks/use-shortcuts.ts';
import { Header } from './header.tsx';
import styles from './shell.module.css';

/** Its files come when something is told, or a while after the first screen. Without it nothing is told in passing, which is no reason to show no screen. */
const Toaster = lazy<ComponentType>(() =>
  import('./toaster.tsx').then(
    (module) => ({ default: module.Toaster }),
    () => ({ default: () => null }),
  ),
);
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const Shortcuts = lazy(async () => ({ default: (await import('./shortcuts.tsx')).Shortcuts }));

const ChangeHost = lazy(async () => ({
  default: (await import('../pages/changes/change-host.tsx')).ChangeHost,
}));
const DropHint = lazy(async () => ({ default: (await import('./drop-hint.tsx')).DropHint }));
const HistoryAlarm = lazy(async () => ({ default: (await import('./history-alarm.tsx')).HistoryAlarm }));

/** Its file is loaded when there is an alarm, which is nearly never. */
function Alarm() {
  const { value } = useQuery('connection', (engine) => engine.connection(), { topics: ['connection'] });
  if (value?.alarm === undefined) return null;
  return (
    <Suspense>
      <HistoryAlarm alarm={value.alarm} />
    </Suspense>
  );
}

type Overlay = 'palette' | 'shortcuts' | undefined;

/** What stands around every screen. */
export function Shell() {
  const [overlay, setOverlay] = useState<Overlay>();
  const dragging = useDroppedFiles();
  const telling = useToaster();
  useShortcuts({
    palette: () => setOverlay((open) => (open === 'palette' ? undefined : 'palette')),
    shortcuts: () => setOverlay('shortcuts'),
  });

  return (
    <ActivityProvider>
      <a className={styles.skip} href="#content">
        Skip to content
      </a>
      <Header onPalette={() => setOverlay('palette')} />
      <Alarm />
      <main id="content" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Suspense>{telling ? <Toaster /> : null}</Suspense>
      <Suspense>
        {overlay === 'palette' ? <Palette close={() => setOverlay(undefined)} /> : null}
        {dragging ? <DropHint /> : null}
        <ChangeHost />
        {overlay === 'shortcuts' ? <Shortcuts close={() => setOverlay(undefined)} /> : null}
      </Suspense>
    </ActivityProvider>
  );
}

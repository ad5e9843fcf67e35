import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import styles from './activity-page.module.css';

const SAID: Readonly<Record<NotificationPermission, string>> = {
  default:
    'When an install, a publish or a rating ends and no window of this app is in sight, you can be told.',
  granted:
    'You are told when something ends and no window of this app is in sight. The browser’s settings for this site turn that off.',
  denied:
    'This browser was told not to let this site tell you anything. Its settings for this site allow it again.',
};

/** Asked for by a press only, never by itself. */
export function TellInBackground() {
  const canTell = 'Notification' in globalThis;
  const [permission, setPermission] = useState(() => (canTell ? Notification.permission : undefined));
  useEffect(() => {
    if (!canTell) return undefined;
    let current = true;
    let status: PermissionStatus | undefined;
    const look = (): void => setPermission(Notification.permission);
    // Changed in the browser's own settings. Where that cannot be watched, the next visit shows it.
    navigator.permissions.query({ name: 'notifications' }).then(
      (found) => {
        if (!current) return;
        status = found;
        status.addEventListener('change', look);
      },
      () => undefined,
    );
    return () => {
      current = false;
      status?.removeEventListener('change', look);
    };
  }, [canTell]);

  return (
    <section className={styles.telling} aria-labelledby="tell-in-background">
      <h2 id="tell-in-background">In the background</h2>
      <p>
        {permission === undefined
          ? 'This browser tells nobody anything in the background.'
          : SAID[permission]}
      </p>
      {permission === 'default' ? (
        <Button small onClick={() => void Notification.requestPermission().then(setPermission)}>
          Tell me when it ends
        </Button>
      ) : null}
    </section>
  );
}

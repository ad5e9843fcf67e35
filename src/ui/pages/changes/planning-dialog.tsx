import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import styles from './changes.module.css';

/** Milliseconds: most plans are there before anybody waits. */
const PATIENCE = 700;

/** While a plan takes its time: modules that were never opened here have to be read first. */
export function PlanningDialog({ title, cancel }: { title: string; cancel: () => void }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return null;
  return (
    <Dialog title={title} close={cancel}>
      <div className={styles.dialog}>
        <output>Reading what it needs, and what that needs in turn …</output>
        <div className={styles.actions}>
          <Button onClick={cancel}>Cancel</Button>
        </div>
      </div>
    </Dialog>
  );
}

import { Link } from '@tanstack/react-router';
import type { ModuleId } from '../../../core/ids.ts';
import type { Hiding } from '../../../core/view/moderation.ts';
import type { Installation } from '../../../ports/module-page.ts';
import { Button, buttonClass } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { HiddenLines } from './hidden-lines.tsx';
import styles from './hidden.module.css';

interface HiddenModuleProps {
  readonly id: ModuleId;
  readonly hidings: readonly Hiding[];
  readonly installation: Installation | undefined;
  readonly show: () => void;
}

/** In place of the module's page, until somebody wants to see it all the same. */
export function HiddenModule({ id, hidings, installation, show }: HiddenModuleProps) {
  return (
    <Page
      title="This module is hidden here"
      intro={
        <>
          <code>{id}</code> is on a moderation list that counts on this device. Nothing of it was deleted.
        </>
      }
    >
      <HiddenLines subject={{ id }} hidings={hidings} />
      {installation === undefined ? null : (
        <p className={styles.note}>
          {installation.version} stays installed here all the same, until you uninstall it.
        </p>
      )}
      <div className={styles.below}>
        <Button look="primary" onClick={show}>
          Show anyway
        </Button>
        <Link to="/" className={buttonClass()}>
          Browse modules
        </Link>
      </div>
    </Page>
  );
}

import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { parseModuleId, type ModuleId } from '../../../core/ids.ts';
import { buttonClass, Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useParts } from '../../hooks/use-parts.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { People } from '../../people.ts';
import { useServices } from '../../services.tsx';
import { HiddenLines } from './hidden-lines.tsx';
import { HiddenModule } from './hidden-module.tsx';
import { ModuleHead } from './module-head.tsx';
import { ModuleTabs } from './module-tabs.tsx';
import { Outline } from './outline.tsx';
import styles from './module-page.module.css';

const route = getRouteApi('/m/$id');

function idFrom(text: string): ModuleId | undefined {
  try {
    return parseModuleId(text);
  } catch {
    return undefined;
  }
}

/** Expected: an address that names no module is a page, not a failure. */
export function ModulePage() {
  const { id: text } = route.useParams();
  const id = idFrom(text);
  return id === undefined ? <Absent id={text} /> : <KnownId key={id} id={id} />;
}

function Absent({ id }: { id: string }) {
  const parts = useParts();
  return (
    <Page
      title="No such module"
      intro={
        <>
          There is no module with the id <code>{id}</code> in{' '}
          {parts === undefined ? 'this registry' : `what you were let read, ${parts.join(', ')}`}.
        </>
      }
    >
      <div className={styles.actions}>
        <Link to="/" className={buttonClass('primary')}>
          Browse modules
        </Link>
        <Link to="/publish" className={buttonClass()}>
          Publish one under your own id
        </Link>
      </div>
    </Page>
  );
}

function Unknown({ id, again }: { id: ModuleId; again: () => void }) {
  const { engine } = useServices();
  const reconnect = useAction(async () => {
    await engine.reconnect();
    again();
  });
  return (
    <Page
      title="Not on this device yet"
      intro={
        <>
          No relay has answered, and this device has never seen <code>{id}</code>. It shows here as soon as
          the registry can be reached.
        </>
      }
    >
      <div className={styles.actions}>
        <Button look="primary" disabled={reconnect.running} onClick={() => void reconnect.run()}>
          Try again
        </Button>
        <Link to="/" className={buttonClass()}>
          Browse what is here
        </Link>
      </div>
    </Page>
  );
}

function KnownId({ id }: { id: ModuleId }) {
  const { tab = 'readme' } = route.useSearch();
  // For this visit: whoever comes back is asked again.
  const [evenHidden, setEvenHidden] = useState(false);
  const { value, error, again } = useQuery(`module ${id}`, (engine) => engine.module(id), {
    topics: [`module/${id}`, 'installed', 'identity', 'people', 'aggregates'],
  });
  const hidings = typeof value === 'object' ? value.moderation : undefined;
  const isHidden = hidings === undefined ? undefined : hidings.length > 0 && !evenHidden;
  if (value === 'absent') return <Absent id={id} />;
  if (value === 'unknown') return <Unknown id={id} again={again} />;
  if (value === undefined) {
    return error === undefined ? (
      <Skeleton label="Loading the module" lines={7} />
    ) : (
      <ErrorNotice error={error} again={again} />
    );
  }
  const people = 'people' in value ? value.people : {};
  if (isHidden === true) {
    return (
      <People value={people}>
        <HiddenModule
          id={id}
          hidings={value.moderation}
          installation={value.installation}
          show={() => setEvenHidden(true)}
        />
      </People>
    );
  }
  if ('card' in value) return <Outline outline={value} />;
  return (
    <People value={people}>
      <article>
        {value.moderation.length === 0 ? null : <HiddenLines subject={{ id }} hidings={value.moderation} />}
        <ModuleHead page={value} />
        <ModuleTabs page={value} tab={tab} />
      </article>
    </People>
  );
}

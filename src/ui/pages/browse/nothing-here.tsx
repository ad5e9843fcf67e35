import { Link } from '@tanstack/react-router';
import { Button, buttonClass } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useParts } from '../../hooks/use-parts.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { PartOnly } from './part-only.tsx';

function NotReached() {
  const { engine } = useServices();
  const reconnect = useAction(() => engine.reconnect());
  return (
    <Notice
      title="No catalogue on this device yet"
      action={
        <Button disabled={reconnect.running} onClick={() => void reconnect.run()}>
          Try now
        </Button>
      }
    >
      The registry cannot be reached at present. The catalogue is fetched by itself as soon as it can, and is
      searched without a network from then on.
    </Notice>
  );
}

/** In place of a catalogue: a part of a private registry, a device that was never online, or a registry of nothing. */
export function NothingHere({ typed }: { typed: string | undefined }) {
  const parts = useParts();
  const { value: connection } = useQuery('connection', (engine) => engine.connection(), {
    topics: ['connection'],
  });
  if (parts !== undefined) return <PartOnly parts={parts} typed={typed} />;
  if (connection !== undefined && connection.state !== 'online' && connection.syncedAt === undefined)
    return <NotReached />;
  return (
    <Notice
      title="Nothing is published here yet"
      action={
        <Link to="/publish" className={buttonClass('primary')}>
          Publish a module
        </Link>
      }
    >
      This registry has no modules, or none has reached this device. Publish the first one: any .wasm file
      will do.
    </Notice>
  );
}

import type { Did } from '../../../core/ids.ts';
import { DidText } from '../../components/identifier.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { People } from '../../people.ts';

/** An identity, with what this device knows of its holder. */
export function KnownPerson({ did, label, mine = false }: { did: Did; label: string; mine?: boolean }) {
  const { value } = useQuery(`profile ${did}`, (engine) => engine.profile(did), { topics: ['people'] });
  return (
    <People value={value === undefined ? {} : { [did]: value }}>
      <DidText did={did} label={label} mine={mine} />
    </People>
  );
}

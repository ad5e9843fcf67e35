import { lazy, Suspense, useState } from 'react';
import type { FormerOwner, OfferView } from '../../../../core/view/module-view.ts';
import type { ModulePage } from '../../../../ports/module-page.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { DidText } from '../../../components/identifier.tsx';
import { useAction } from '../../../hooks/use-action.ts';
import { useServices } from '../../../services.tsx';
import { formatDate, formatTime } from '../../../text/format.ts';
import { because } from '../../../text/permissions.ts';
import lists from '../lists.module.css';
import styles from './publishers.module.css';

const HandOverDialog = lazy(async () => ({
  default: (await import('./hand-over-dialog.tsx')).HandOverDialog,
}));

/** What the owner has said and nobody has taken up: shown to everybody, with what either side can do. */
function Offer({ page, offer }: { page: ModulePage; offer: OfferView }) {
  const { engine } = useServices();
  const { module, mine } = page;
  const { id } = module;
  const take = useAction(() => engine.takeOver({ id }));
  const cancel = useAction(() => engine.cancelHandOver({ id }));
  return (
    <div className={styles.offer} role="note">
      <p>
        {offer.to === mine ? (
          'The owner hands this module over to you.'
        ) : (
          <>
            Nobody has taken it over yet; it is offered to{' '}
            <DidText did={offer.to} label="the identity of whom it is offered to" />
          </>
        )}
      </p>
      <p className={styles.soft} title={formatTime(offer.time)}>
        Offered on {formatDate(offer.time)}, {because(offer.reason)}.
      </p>
      {offer.to === mine ? (
        <Button look="primary" disabled={take.running} onClick={() => void take.run()}>
          Take over
        </Button>
      ) : null}
      {module.owner === mine ? (
        <Button disabled={cancel.running} onClick={() => void cancel.run()}>
          Take the offer back
        </Button>
      ) : null}
    </div>
  );
}

function Former({ former, mine }: { former: FormerOwner; mine: ModulePage['mine'] }) {
  const { did, to, since, until, reason } = former;
  return (
    <li>
      <div className={lists.line}>
        <DidText did={did} label="the former owner's identity" mine={did === mine} />
        <Badge>Former owner</Badge>
      </div>
      <div className={lists.facts}>
        <span title={formatTime(since)}>since {formatDate(since)}</span>
        <span title={formatTime(until)}>
          handed over to <DidText did={to} label="the identity of whom it went to" mine={to === mine} /> on{' '}
          {formatDate(until)}, {because(reason)}
        </span>
      </div>
    </li>
  );
}

/** How the name came to its owner, and where it goes. */
export function Succession({ page }: { page: ModulePage }) {
  const [giving, setGiving] = useState(false);
  const { formers, offer, owner, contested } = page.module;
  const mayGive = owner === page.mine && !contested && offer === undefined;
  if (formers.length === 0 && offer === undefined && !mayGive) return null;
  return (
    <section>
      <h2>Whose it is</h2>
      {offer === undefined ? null : <Offer page={page} offer={offer} />}
      {formers.length === 0 ? null : (
        <ul className={`${lists.rows} ${styles.people}`} aria-label="Former owners">
          {formers.map((former) => (
            <Former key={former.until} former={former} mine={page.mine} />
          ))}
        </ul>
      )}
      {mayGive ? (
        <div className={styles.giving}>
          <p className={styles.soft}>
            It is yours. You can give it to another person, or to another key of yours.
          </p>
          <Button look="danger" onClick={() => setGiving(true)}>
            Hand over…
          </Button>
        </div>
      ) : null}
      {giving ? (
        <Suspense>
          <HandOverDialog page={page} close={() => setGiving(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}

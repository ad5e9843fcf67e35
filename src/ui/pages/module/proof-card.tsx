import { readProof } from '../../../core/proof/proof-file.ts';
import { isConfirmed, type Proof, type ProofCheck } from '../../../core/proof/proof.ts';
import type { Installation } from '../../../ports/module-page.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { saveFile } from '../../save-file.ts';
import { formatTime } from '../../text/format.ts';
import { importRows, outcomeOf, PROOF_WORDS, UNCONFIRMED } from '../../text/proof.ts';
import styles from './proof-card.module.css';

function Imports({ check }: { check: ProofCheck }) {
  return (
    <details>
      <summary>Each import</summary>
      <ul className={styles.imports}>
        {importRows(check).map(({ name, words }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a binary may import one name twice; the list never changes
          <li key={`${index} ${name}`}>
            <code>{name}</code>: {words}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** `open`: nothing is wrong, and nothing is shown either. */
const MARKS = {
  held: { icon: 'check', said: ': yes' },
  open: { icon: 'warn', said: ': not yet' },
  failed: { icon: 'cross', said: ': no' },
} as const;

function Checks({ proof: { checks } }: { proof: Proof }) {
  return (
    <dl className={styles.checks} aria-label="What was checked">
      {checks.map((check) => {
        const { title, found, failed } = PROOF_WORDS[check.name];
        const outcome = outcomeOf(check, checks);
        const { icon, said } = MARKS[outcome];
        return (
          <div key={check.name} data-outcome={outcome}>
            <dt>
              <Icon name={icon} />
              {title}
              <span className="visually-hidden">{said}</span>
            </dt>
            <dd>
              {check.ok ? found(check, checks) : failed}
              {check.name === 'imports' && check.detail.length > 0 ? <Imports check={check} /> : null}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** What was checked when the installed release was installed, to be read here and checked again anywhere. */
export function ProofCard({ installation: { id, version } }: { installation: Installation }) {
  const { value } = useQuery(
    `proof ${id}`,
    async (engine) => {
      const text = await engine.proof(id);
      return text === undefined ? 'none' : { text, proof: readProof(text) };
    },
    { topics: ['installed'] },
  );
  if (value === undefined) return null;
  if (value === 'none') {
    return (
      <p className={styles.soft}>
        No proof was kept of this install: its records were not at hand. Install it again to make one.
      </p>
    );
  }
  const { text, proof } = value;
  const file = `${id}-${version}.proof.json`;
  return (
    <section className={styles.card} aria-labelledby="proof-title">
      <h3 id="proof-title">Checked on this device on {formatTime(proof.checkedAt)}</h3>
      {isConfirmed(proof.checks) ? null : <p className={styles.unconfirmed}>{UNCONFIRMED}</p>}
      <Checks proof={proof} />
      <Button onClick={() => saveFile(new Blob([text], { type: 'application/json' }), file)}>
        <Icon name="download" /> Save proof file
      </Button>
      <p className={styles.soft}>
        Anybody can check it again without a network: <code>gen verify --proof {file}</code>. It cannot show
        what was withdrawn after that time, or was not known here then.
      </p>
    </section>
  );
}

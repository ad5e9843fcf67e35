import { plainWords } from '../../core/wasm/imports.ts';
import type { WasmReport } from '../../core/wasm/report.ts';
import { CHECK_WORDS, VERDICT_WORDS } from '../text/report.ts';
import { formatBytes, formatCount } from '../text/format.ts';
import { HashText } from './identifier.tsx';
import { Icon } from './icon.tsx';
import styles from './report-view.module.css';

const MOST_EXPORTS = 8;

/** What the validator found in a binary: verdict, each check, what it asks for, what it offers. */
export function ReportView({ report }: { report: WasmReport }) {
  const { verdict, checks, imports, exports, size, sha256 } = report;
  const words = VERDICT_WORDS[verdict];
  const names = exports.filter(({ kind }) => kind === 'function').slice(0, MOST_EXPORTS);
  return (
    <div className={styles.report}>
      <p className={verdict === 'valid' ? styles.valid : styles.invalid}>
        <strong>{words.label}.</strong> {words.todo}
      </p>
      <ul className={styles.checks} aria-label="Checks">
        {checks.map(({ name, ok, reason }) => (
          <li key={name} data-failed={ok ? undefined : ''}>
            <Icon name={ok ? 'check' : 'cross'} />
            <span>
              {CHECK_WORDS[name]}
              <span className="visually-hidden">{ok ? ': yes' : ': no'}</span>
              {reason === undefined ? null : <code>{reason}</code>}
            </span>
          </li>
        ))}
      </ul>
      <dl className={styles.facts}>
        <dt>Size</dt>
        <dd>{formatBytes(size)}</dd>
        {sha256 === undefined ? null : (
          <>
            <dt>sha256</dt>
            <dd>
              <HashText hash={sha256} label="the sha256 of the file" />
            </dd>
          </>
        )}
        {verdict === 'valid' ? (
          <>
            <dt>What it may do</dt>
            <dd>{plainWords(imports).join('; ')}</dd>
            <dt>Exports</dt>
            <dd>
              {exports.length === 0 ? 'nothing' : formatCount(exports.length, 'item')}
              {names.length === 0 ? null : (
                <span className={styles.names}>
                  {names.map(({ name }) => name).join(', ')}
                  {exports.length > names.length ? ' …' : ''}
                </span>
              )}
            </dd>
          </>
        ) : null}
      </dl>
    </div>
  );
}

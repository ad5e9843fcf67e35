import type { WasmReport } from '../../core/wasm/wasm-report.ts';
import { CHECK_WORDS, checksLeftOut } from '../text/report.ts';
import { Icon } from './icon.tsx';
import styles from './report-view.module.css';

/** Every check that was made with what it found, and the names of those that were not. */
export function ReportChecks({ report }: { report: WasmReport }) {
  const leftOut = checksLeftOut(report);
  return (
    <>
      <ul className={styles.checks} aria-label="Checks">
        {report.checks.map((check) => {
          const { name, ok, reason } = check;
          const { title, passed, failed } = CHECK_WORDS[name];
          // That browsers do not run components is no fault of this one.
          const isFault = !ok && report.verdict !== 'component';
          return (
            <li key={name} data-failed={isFault ? '' : undefined}>
              <Icon name={ok ? 'check' : isFault ? 'cross' : 'box'} />
              <div>
                <strong>{title}</strong>
                <span className="visually-hidden">{ok ? ': yes. ' : ': no. '}</span>
                <p>{ok ? passed : failed(check)}</p>
                {reason === undefined ? null : <code>{reason}</code>}
              </div>
            </li>
          );
        })}
      </ul>
      {leftOut.length === 0 ? null : (
        <p className={styles.soft}>
          {report.verdict === 'component' ? 'For core modules only, so not made: ' : 'Not made after that: '}
          {leftOut.join(', ').toLowerCase()}.
        </p>
      )}
    </>
  );
}

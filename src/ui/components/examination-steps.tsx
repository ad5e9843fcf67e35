import type { ReactNode } from 'react';
import type { WasmReport } from '../../core/wasm/wasm-report.ts';
import type { Step } from '../hooks/use-examination.ts';
import { sentenceFor } from '../text/errors.ts';
import { formatBytes } from '../text/format.ts';
import { verdictWords } from '../text/report.ts';
import { Button } from './button.tsx';
import { ProgressBar } from './progress-bar.tsx';
import styles from './examination-steps.module.css';

/** The one sentence that is read out when a step begins; the report itself is long, and looked through at will. */
function said(step: Step): string {
  if (step.at === 'reading') return 'Reading the file…';
  if (step.at === 'checking') return 'Checking it…';
  if (step.at === 'stopped') return sentenceFor(step.error);
  return step.at === 'done' ? `Done. ${verdictWords(step.report).label}.` : '';
}

interface ExaminationStepsProps {
  readonly step: Step;
  readonly cancel: () => void;
  readonly again: () => void;
  readonly children: (report: WasmReport) => ReactNode;
}

/** An examination as it goes on: what is being done, how far it is, a way to stop it, and then its report. */
export function ExaminationSteps({ step, cancel, again, children }: ExaminationStepsProps) {
  const underWay = step.at === 'reading' || step.at === 'checking';
  return (
    <div className={styles.steps} data-empty={step.at === 'nothing' ? '' : undefined}>
      <output
        className={step.at === 'done' ? 'visually-hidden' : styles.said}
        data-failed={step.at === 'stopped' && step.error.code !== 'Cancelled' ? '' : undefined}
      >
        {said(step)}
      </output>
      {underWay ? (
        <div className={styles.progress}>
          {step.at === 'reading' ? (
            <>
              <ProgressBar label="Bytes read" done={step.done} total={step.total} />
              <p>
                {formatBytes(step.done)} of {formatBytes(step.total)}
              </p>
            </>
          ) : (
            <>
              <ProgressBar label="Checking" />
              <p>Large modules take some seconds.</p>
            </>
          )}
          <Button small onClick={cancel}>
            Cancel
          </Button>
        </div>
      ) : null}
      {step.at === 'stopped' && step.error.reason !== 'folder' ? (
        <Button small onClick={again}>
          Check it again
        </Button>
      ) : null}
      {step.at === 'done' ? children(step.report) : null}
    </div>
  );
}

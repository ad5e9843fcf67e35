import type { Installation } from '../../../ports/module-page.ts';
import { Button } from '../../components/button.tsx';
import { ExaminationSteps } from '../../components/examination-steps.tsx';
import { ReportView } from '../../components/report-view.tsx';
import { useExamination } from '../../hooks/use-examination.ts';
import { useServices } from '../../services.tsx';
import styles from './trust-tab.module.css';

/** Reads the stored bytes again and compares them with what the publisher signed. */
export function CheckNow({ installation: { id, version, sha256 } }: { installation: Installation }) {
  const { engine } = useServices();
  const { step, begin, cancel } = useExamination();
  const check = () => void begin(() => engine.binary(id));
  return (
    <div className={styles.check}>
      {step.at === 'nothing' || step.at === 'done' ? (
        <Button onClick={check}>{step.at === 'done' ? 'Check it once more' : 'Check the binary now'}</Button>
      ) : null}
      <ExaminationSteps step={step} cancel={cancel} again={check}>
        {(report) => (
          <ReportView
            report={report}
            level={3}
            file={`${id}-${version}.wasm`}
            note={
              report.sha256 === sha256 ? (
                <span className={styles.same}>The bytes on this device are the ones that were signed.</span>
              ) : (
                <span className={styles.other}>
                  The bytes on this device are not the ones that were signed. Uninstall it, and install it
                  again.
                </span>
              )
            }
          />
        )}
      </ExaminationSteps>
    </div>
  );
}

import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import type { WasmReport } from '../../../core/wasm/wasm-report.ts';
import { Button } from '../../components/button.tsx';
import { ExaminationSteps } from '../../components/examination-steps.tsx';
import { FileTarget } from '../../components/file-target.tsx';
import { Icon } from '../../components/icon.tsx';
import { Page } from '../../components/page.tsx';
import { ReportView } from '../../components/report-view.tsx';
import { handFile, takeFiles } from '../../handed-file.ts';
import { useCheckedFile } from '../../hooks/use-examination.ts';
import { FileHead } from './file-head.tsx';
import { InstalledAs } from './installed-as.tsx';
import styles from './check-page.module.css';

function beginsOtherwise({ checks, size }: WasmReport): boolean {
  return size > 0 && checks.some(({ name, ok }) => name === 'magic' && !ok);
}

/** What any file is, as far as WebAssembly goes. The file is let go when the screen is left. */
export function CheckPage() {
  const navigate = useNavigate();
  const { file, step, choose, again, cancel } = useCheckedFile();
  const take = useEffectEvent(choose);
  useEffect(() => takeFiles('/check', (handed) => take(handed)), []);

  function publish(report: WasmReport): void {
    if (file === undefined) return;
    handFile('/publish', { file, report });
    void navigate({ to: '/publish' });
  }

  return (
    <Page
      title="Check a file"
      intro="What a WebAssembly file is, what it can do, and whether it is sound. It is read on this device, by this page; nothing is uploaded and nothing in it is run."
    >
      <div className={styles.check}>
        <FileTarget
          file={file}
          choose={choose}
          title="Drop a file anywhere, or choose one"
          hint="Any file: what is no WebAssembly is said to be none."
        />
        <ExaminationSteps step={step} cancel={cancel} again={again}>
          {(report) => (
            <>
              <InstalledAs sha256={report.sha256} />
              <ReportView
                report={report}
                file={file?.name ?? 'module.wasm'}
                note={file !== undefined && beginsOtherwise(report) ? <FileHead file={file} /> : undefined}
              />
              {report.verdict === 'invalid' ? null : (
                <div className={styles.end}>
                  <Button onClick={() => publish(report)}>
                    <Icon name="publish" /> Publish this module…
                  </Button>
                  <p>Takes the file to the form. Nothing is sent before you press Publish there.</p>
                </div>
              )}
            </>
          )}
        </ExaminationSteps>
      </div>
    </Page>
  );
}

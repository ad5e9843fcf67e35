import { missingFeatures } from '../../core/wasm/features.ts';
import type { WasmReport } from '../../core/wasm/wasm-report.ts';
import { formatBytes, formatCount } from '../text/format.ts';
import { debugWords, isWebAddress, producerLines } from '../text/made-with.ts';
import { printable } from '../text/printable.ts';
import { Badge } from './badge.tsx';
import styles from './report-view.module.css';

function Needs({ needs }: Pick<WasmReport, 'needs'>) {
  const missing: readonly string[] = missingFeatures(needs);
  return (
    <ul className={styles.badges} aria-label="Features it needs">
      {needs.map((feature) => (
        <li key={feature}>
          <Badge tone={missing.includes(feature) ? 'bad' : 'good'}>
            {feature}
            {missing.includes(feature) ? ': not in this browser' : ''}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function SourceMap({ url }: { url: string }) {
  if (!isWebAddress(url)) return <code>{printable(url)}</code>;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener nofollow">
      {printable(url)}
    </a>
  );
}

/** More than this many are folded away. */
const OPEN_UP_TO = 12;

function Sections({ custom: { listed, count, malformed } }: Pick<WasmReport, 'custom'>) {
  const reasons = new Map(malformed.map(({ name, reason }) => [name, reason]));
  return (
    <details open={count <= OPEN_UP_TO}>
      <summary className={styles.summary}>{formatCount(count, 'section')}</summary>
      <ul className={styles.sections} aria-label="Custom sections">
        {listed.map(({ name, size }, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- names repeat; the list never changes
          <li key={place}>
            <code>{printable(name)}</code> <span className={styles.soft}>{formatBytes(size)}</span>
            {reasons.has(name) ? (
              <span className={styles.soft}>, not as usual: {reasons.get(name)}</span>
            ) : null}
          </li>
        ))}
        {count > listed.length ? <li>and {formatCount(count - listed.length, 'more', 'more')}</li> : null}
      </ul>
    </details>
  );
}

/** Whether there is anything to show. */
export function hasOrigin({ custom, needs }: Pick<WasmReport, 'custom' | 'needs'>): boolean {
  return custom.count > 0 || needs.length > 0;
}

/** What its toolchain says about it, what it needs of an engine, and what else travels in the file. */
export function ReportOrigin({ report: { custom, needs } }: { report: WasmReport }) {
  const debug = debugWords(custom);
  return (
    <dl className={styles.facts}>
      {custom.moduleName === undefined ? null : (
        <>
          <dt>Calls itself</dt>
          <dd>{printable(custom.moduleName)}</dd>
        </>
      )}
      {producerLines(custom).map(([label, names]) => (
        <div key={label} className={styles.pair}>
          <dt>{label}</dt>
          <dd>{printable(names)}</dd>
        </div>
      ))}
      {needs.length === 0 ? null : (
        <>
          <dt>Needs</dt>
          <dd>
            <Needs needs={needs} />
          </dd>
        </>
      )}
      {custom.targetFeatures.length === 0 ? null : (
        <>
          <dt>Built for</dt>
          <dd className={styles.soft}>
            {custom.targetFeatures
              .map(({ prefix, name }) => (prefix === '+' ? name : `${prefix}${name}`))
              .join(', ')}
          </dd>
        </>
      )}
      {custom.dylink === undefined ? null : (
        <>
          <dt>Linked at run time</dt>
          <dd>
            {custom.dylink.needed.length === 0
              ? 'It is a part of a larger program.'
              : `It needs ${custom.dylink.needed.join(', ')}.`}
          </dd>
        </>
      )}
      {debug === undefined ? null : (
        <>
          <dt>For debugging</dt>
          <dd>{debug}</dd>
        </>
      )}
      {custom.sourceMapUrl === undefined ? null : (
        <>
          <dt>Source map</dt>
          <dd className={styles.long}>
            <SourceMap url={custom.sourceMapUrl} />
          </dd>
        </>
      )}
      {custom.count === 0 ? null : (
        <>
          <dt>Custom sections</dt>
          <dd>
            <Sections custom={custom} />
          </dd>
        </>
      )}
    </dl>
  );
}

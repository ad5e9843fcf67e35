import type { ModulePage } from '../../../ports/module-page.ts';
import { Notice } from '../../components/notice.tsx';
import { TextBlob } from '../../components/text-blob.tsx';
import { ExportList } from './export-list.tsx';
import { shownRelease } from './shown-release.ts';

export function ReadmeTab({ page }: { page: ModulePage }) {
  const { readme } = page.module;
  const release = shownRelease(page);
  if (readme !== undefined) return <TextBlob hash={readme} label="readme" />;
  return (
    <>
      <Notice title="No readme">
        The publisher has not written one. What the module exports says something about its use.
      </Notice>
      {release === undefined ? null : <ExportList release={release} />}
    </>
  );
}

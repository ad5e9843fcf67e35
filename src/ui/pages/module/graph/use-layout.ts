import { useEffect, useMemo, useState } from 'react';
import { toGenError, type GenError } from '../../../../core/errors.ts';
import type { ModuleGraph } from '../../../../ports/graph.ts';
import type { LayoutAnswer } from '../../../../ports/layout.ts';
import { useServices } from '../../../services.tsx';
import { layoutQuestion } from './drawn-graph.ts';

type Layout =
  | { readonly value: LayoutAnswer; readonly error?: undefined }
  | { readonly value?: undefined; readonly error?: GenError };

/** Where all stands; laid out anew only where other boxes or lines are to be drawn. */
export function useLayout(graph: ModuleGraph): Layout {
  const { layOut } = useServices();
  const question = useMemo(() => JSON.stringify(layoutQuestion(graph)), [graph]);
  const [layout, setLayout] = useState<Layout & { readonly of?: string }>({});
  useEffect(() => {
    const waiting = new AbortController();
    layOut(JSON.parse(question), waiting.signal)
      .then((value) => setLayout({ value, of: question }))
      .catch((thrown: unknown) => {
        if (!waiting.signal.aborted) setLayout({ error: toGenError(thrown), of: question });
      });
    return () => waiting.abort();
  }, [layOut, question]);
  return layout.of === question ? layout : {};
}

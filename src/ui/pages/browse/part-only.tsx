import { Link } from '@tanstack/react-router';
import { parseModuleId, type ModuleId } from '../../../core/ids.ts';
import { buttonClass } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';

interface PartOnlyProps {
  /** `io.acme.*`, not empty. */
  readonly parts: readonly string[];
  /** What stands in the search box. */
  readonly typed: string | undefined;
}

function idIn(text: string): ModuleId | undefined {
  try {
    return parseModuleId(text.trim());
  } catch {
    return undefined;
  }
}

/** Instead of the catalogue, which names every module: whoever was let read some opens those by their ids. */
export function PartOnly({ parts, typed = '' }: PartOnlyProps) {
  const id = idIn(typed);
  return (
    <Notice
      title="You can open modules by their ids"
      action={
        id === undefined ? undefined : (
          <Link to="/m/$id" params={{ id }} className={buttonClass('primary')}>
            Open {id}
          </Link>
        )
      }
    >
      This registry is private, and you were let read {parts.join(', ')}, without the catalogue. Type the
      whole id of a module, such as io.acme.codec.
    </Notice>
  );
}

import type { EngineApi } from '../../../ports/engine.ts';
import type { Change } from './asked-change.ts';
import { installChange } from './install-change.ts';
import { takeWish, type KeptWish } from './kept-wish.ts';
import { updateChange } from './update-change.ts';
import { planChange } from './use-change.ts';

type Asked = Pick<EngineApi, 'plan' | 'planSet' | 'install' | 'changeSet'>;

function changeOf(engine: Asked, wish: KeptWish): Change {
  if (wish.kind === 'update') return updateChange({ engine, ...wish });
  const { id, name } = wish;
  return installChange(
    { engine, id, name, apply: (planned, agreed) => engine.install(id, { ...planned, agreed }) },
    wish.wish,
  );
}

/** Goes on with what was pressed in a page that is gone, before it was planned. */
export async function resumeChange(engine: Asked): Promise<void> {
  const held = await takeWish();
  if (held !== undefined) await planChange(changeOf(engine, held.wish), held);
}

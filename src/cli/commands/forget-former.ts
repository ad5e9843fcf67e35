import { GenError } from '../../core/errors.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { ownedModules } from '../owned-modules.ts';
import { confirmed } from '../questions.ts';

/** `gen identity rotate --forget-former`: keys that were kept of earlier rotations are gone; none that still owns a module. */
export async function forgetFormerKeys(context: Context): Promise<ExitCode> {
  const { rotation } = context.home();
  const formers = (await rotation?.formers()) ?? [];
  if (rotation !== undefined && formers.length > 0) {
    const opened = await context.device();
    for (const { did, at } of formers) {
      const modules = await ownedModules(context, opened, did);
      if (modules.length > 0)
        throw new GenError('InvalidState', 'former-owns', { did, at, modules: modules.join(', ') });
    }
    const dids = formers.map(({ did }) => did).join(', ');
    await confirmed(context, `This removes for ever what this device kept of ${dids}.`);
    for (const former of formers) await rotation.forget(former);
  }
  context.out.result({ forgotten: formers }, () =>
    formers.length === 0 ? ['No former key is kept here'] : formers.map(({ at }) => `Removed ${at}`),
  );
  return EXIT.ok;
}

import type { CDPSession, Page } from '@playwright/test';

export interface WorkerRegistration {
  readonly session: CDPSession;
  readonly registrationId: string;
}

/** What Chromium's debugger fires events at: the service worker of an origin, as seen from a tab that need not be of it. */
export async function registrationOf(page: Page, origin: string): Promise<WorkerRegistration> {
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
      if (found !== undefined) resolve(found.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  return { session, registrationId: await registered };
}

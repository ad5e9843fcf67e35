import { Toast } from '@base-ui/react/toast';

/** `good` confirms, `bad` says what failed, `plain` tells. */
export type ToastType = 'good' | 'bad' | 'plain';

type ToastOptions = Parameters<typeof shownToasts.add>[0];

/** What `components/toaster.tsx` listens to. */
export const shownToasts = Toast.createToastManager();

/** Told before the toaster was there: it comes after the first screen. */
let early: (ToastOptions & { readonly id: string })[] | undefined = [];

const listeners = new Set<() => void>();

/** Runs when something is told before the toaster is there, at once if something was. @returns the disposer. */
export function onEarlyToast(listener: () => void): () => void {
  listeners.add(listener);
  if ((early ?? []).length > 0) listener();
  return () => listeners.delete(listener);
}

/** For what is told away from where it was asked. */
export const toasts = {
  add(options: ToastOptions): string {
    const toast = { ...options, id: options.id ?? crypto.randomUUID() };
    if (early === undefined) shownToasts.add(toast);
    else {
      early.push(toast);
      for (const listener of listeners) listener();
    }
    return toast.id;
  },
  /** Other words for what is shown still; what was dismissed stays so. */
  change({ id, ...options }: ToastOptions & { readonly id: string }): void {
    if (early === undefined) shownToasts.update(id, options);
    else early = early.map((toast) => (toast.id === id ? { ...options, id } : toast));
  },
  close(id: string): void {
    early = early?.filter((toast) => toast.id !== id);
    shownToasts.close(id);
  },
};

/** The toaster listens from now on. */
export function toasterIsThere(): void {
  const waiting = early ?? [];
  early = undefined;
  for (const toast of waiting) shownToasts.add(toast);
}

export function tell(title: string, description?: string, type: ToastType = 'plain'): void {
  toasts.add({ title, type, timeout: 8_000, ...(description === undefined ? {} : { description }) });
}

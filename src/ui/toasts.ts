import { Toast } from '@base-ui/react/toast';

/** `good` confirms, `bad` says what failed, `plain` tells. */
export type ToastType = 'good' | 'bad' | 'plain';

/** For what is told away from where it was asked. `components/toaster.tsx` shows them. */
export const toasts = Toast.createToastManager();

export function tell(title: string, description?: string, type: ToastType = 'plain'): void {
  toasts.add({ title, type, timeout: 8_000, ...(description === undefined ? {} : { description }) });
}

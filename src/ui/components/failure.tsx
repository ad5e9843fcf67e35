import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** What browsers say, each in words of its own, of code that is not there: no network, or a newer build stands in its place. */
const NOT_LOADED = /dynamically imported module|importing a module script/i;

const reload = <Button onClick={() => location.reload()}>Reload</Button>;

/** In place of a screen, or a part of one, that could not be drawn: it could not be loaded, or there is a bug here. */
export function Failure({ error }: { error: unknown }) {
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div role="alert">
      {NOT_LOADED.test(message) ? (
        <Notice title="This part of the app could not be loaded." action={reload}>
          It needs the network once, or a newer version of the app has taken its place. Nothing on this device
          was lost: reload the page when the network is there.
        </Notice>
      ) : (
        <Notice title="This screen could not be shown." action={reload}>
          Nothing on this device was lost. Reload the page; if it happens again, report this:{' '}
          <code>{message}</code>
        </Notice>
      )}
    </div>
  );
}

/** Around what may fail by itself: a part of a screen, and as the last net the shell. */
export class FailureBoundary extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    console.error(error, componentStack);
  }

  override render(): ReactNode {
    return 'error' in this.state ? <Failure error={this.state.error} /> : this.props.children;
  }
}

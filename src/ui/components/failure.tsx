import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** In place of a screen that could not be drawn: a bug here, or a part of the app that could not be loaded. */
export function Failure({ error }: { error: unknown }) {
  return (
    <div role="alert">
      <Notice
        title="This screen could not be shown."
        action={<Button onClick={() => location.reload()}>Reload</Button>}
      >
        Nothing on this device was lost. Reload the page; if it happens again, report this:{' '}
        <code>{error instanceof Error ? error.message : String(error)}</code>
      </Notice>
    </div>
  );
}

/** The last net, around the shell itself. */
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

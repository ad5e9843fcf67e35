import { Component, createRef, type ComponentPropsWithoutRef, type ReactNode } from 'react';
import { hasNoFocus } from '../focus.ts';

/**
 * A section that takes the focus where what had it in there gives way to something else: a button that is pressed and then is not
 * there any more leaves a person with a keyboard at the top of the page.
 */
export class KeptFocus extends Component<ComponentPropsWithoutRef<'section'>> {
  readonly place = createRef<HTMLElement>();

  override getSnapshotBeforeUpdate(): boolean {
    return this.place.current?.contains(document.activeElement) === true;
  }

  override componentDidUpdate(_props: unknown, _state: unknown, hadFocus: boolean): void {
    if (hadFocus && hasNoFocus()) this.place.current?.focus({ preventScroll: true });
  }

  override render(): ReactNode {
    return <section ref={this.place} tabIndex={-1} {...this.props} />;
  }
}

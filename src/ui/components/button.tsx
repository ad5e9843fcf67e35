import type { ComponentPropsWithRef } from 'react';
import styles from './button.module.css';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly look?: ButtonLook;
  readonly small?: boolean;
}

export function buttonClass(look: ButtonLook = 'plain', small = false): string {
  return [styles.button, styles[look], small ? styles.small : ''].filter(Boolean).join(' ');
}

/**
 * Never submits by accident: `type` is `button` unless said otherwise. One that is disabled keeps the focus and its place among the
 * others, as most are so only while they work: a browser takes the focus from what is disabled for it.
 */
export function Button({
  look = 'plain',
  small = false,
  type = 'button',
  className,
  disabled = false,
  onClick,
  ...rest
}: ButtonProps) {
  const classes = [buttonClass(look, small), className].filter(Boolean).join(' ');
  return (
    <button
      // oxlint-disable-next-line react/button-has-type -- the default above is a button
      type={type}
      className={classes}
      aria-disabled={disabled || undefined}
      // Prevented too: Enter in a field of a form presses its button.
      onClick={disabled ? (event) => event.preventDefault() : onClick}
      {...rest}
    />
  );
}

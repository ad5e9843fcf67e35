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

/** Never submits by accident: `type` is `button` unless said otherwise. */
export function Button({ look = 'plain', small = false, type = 'button', className, ...rest }: ButtonProps) {
  const classes = [buttonClass(look, small), className].filter(Boolean).join(' ');
  // oxlint-disable-next-line react/button-has-type -- the default above is a button
  return <button type={type} className={classes} {...rest} />;
}

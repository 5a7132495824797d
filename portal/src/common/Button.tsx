import type { ButtonHTMLAttributes } from 'react';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { look?: 'plain' | 'primary' | 'danger'; busy?: boolean };

/** A native button, so that the first page does not wait for the component kit. */
export function Button({ look = 'plain', busy = false, disabled, type = 'button', className = '', ...rest }: Props) {
  return <button {...rest} type={type} disabled={(disabled ?? false) || busy} aria-busy={busy || undefined} className={`button ${look} ${className}`} />;
}

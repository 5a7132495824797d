import { useEffect, useId, useRef, useState, type ReactNode } from 'react';

interface Props {
  label: ReactNode;
  title: string;
  children: ReactNode;
  name: string;
}

/** A button that opens a panel below itself. Escape and a click elsewhere close it; Escape gives the focus back. */
export function Popover({ label, title, children, name }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useId();
  useEffect(() => {
    if (!open) return undefined;
    const away = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
    };
  }, [open]);
  const escape = (event: React.KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  return (
    // The key is caught for everything inside; the box itself is no control.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="popover" ref={box} onKeyDown={escape}>
      <button ref={button} type="button" className="button" aria-expanded={open} aria-controls={panel} data-popover={name} onClick={() => setOpen(!open)}>
        {label} <span aria-hidden="true" className="popover-arrow" />
      </button>
      <div id={panel} className="popover-panel" role="group" aria-label={title} hidden={!open}>
        {open && children}
      </div>
    </div>
  );
}

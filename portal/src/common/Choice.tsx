interface Props {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
  hideLabel?: boolean;
}

/** The native drop-down list: it works everywhere, also on phones and with screen readers. */
export function Choice({ label, value, options, onChange, hideLabel }: Props) {
  return (
    <label className="choice">
      <span className={hideLabel ? 'unseen' : undefined}>{label}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

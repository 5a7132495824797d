const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });
const beijing = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
});

export const NONE = '—';

export const number = (value: number | undefined | null) => (value === undefined || value === null ? NONE : whole.format(value));

/** Decimal units, as download managers show them: 86.4 MB. */
export function bytes(value: number | undefined): string {
  if (value === undefined) return NONE;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let size = value;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** An instant in Beijing time, to the minute. */
export function instant(value: string | undefined): string {
  if (!value) return NONE;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : beijing.format(date);
}

export const day = (value: string | undefined) => (value ? instant(value).slice(0, 10) : NONE);

export function duration(millis: number | undefined): string {
  if (millis === undefined) return NONE;
  if (millis < 1000) return `${millis} ms`;
  const seconds = millis / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.round(seconds % 60)).padStart(2, '0')} s`;
}

export function percent(part: number | undefined, total: number | undefined): string {
  if (part === undefined || !total) return NONE;
  const share = (part / total) * 100;
  return share > 0 && share < 0.1 ? '<0.1%' : `${Number(share.toFixed(1))}%`;
}

/** The half of a sentence in both languages, "中文 / English", that is in the language of the page. */
export function spoken(text: string, language: string): string {
  const at = text.indexOf(' / ');
  if (at < 0 || !/\p{Script=Han}/u.test(text.slice(0, at))) return text;
  return language === 'en' ? text.slice(at + 3) : text.slice(0, at);
}

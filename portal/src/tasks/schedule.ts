/** A schedule in one line, whatever its kind: its cron or interval, else its values. */
export function scheduleText(schedule: Record<string, unknown> | string | undefined, byHand: string): string {
  if (!schedule) return byHand;
  if (typeof schedule === 'string') return schedule;
  const values = Object.entries(schedule).filter(([name, value]) => name !== 'kind' && name !== 'type' && value !== null && typeof value !== 'object');
  if (values.length === 0) return byHand;
  return values.map(([, value]) => String(value)).join(' ');
}

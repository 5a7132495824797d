import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '../../common/format';
import { useWidth } from '../../common/useWidth';
import { roundValues } from '../map/shapes';
import type { Group } from './Chart';

const HEIGHT = 320;
const TOP = 16;
const BOTTOM = 30;
const RIGHT = 16;
const DOTS = 60;
const SHORT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** A line over time, with round values beside it; every point is told when the pointer comes near, and all of them in the table below. */
export function LineChart({ groups, label }: { groups: Group[]; label: string }) {
  const { t } = useTranslation();
  const { box, width } = useWidth<HTMLDivElement>();
  const [near, setNear] = useState<number>();
  const values = groups.map(({ value }) => value);
  const ticks = ticksOf(Math.min(0, ...values), Math.max(...values, Number.MIN_VALUE));
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const left = 14 + 7 * Math.max(...ticks.map((one) => SHORT.format(one).length));
  const x = (at: number) => left + (groups.length === 1 ? 0.5 : at / (groups.length - 1)) * (width - left - RIGHT);
  const y = (value: number) => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const every = Math.max(1, Math.ceil(groups.length / Math.max(1, Math.floor((width - left) / 96))));
  const move = ({ clientX, currentTarget }: React.PointerEvent<SVGSVGElement>) => {
    const share = (clientX - currentTarget.getBoundingClientRect().left - left) / (width - left - RIGHT);
    setNear(Math.min(groups.length - 1, Math.max(0, Math.round(share * (groups.length - 1)))));
  };
  const told = near === undefined ? undefined : groups[near];
  return (
    <div ref={box} className="line-chart">
      <svg role="img" aria-label={label} width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} onPointerMove={move} onPointerDown={move} onPointerLeave={() => setNear(undefined)}>
        {ticks.map((tick) => (
          <g key={tick} className="chart-grid">
            <line x1={left} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
            <text x={left - 8} y={y(tick) + 4} textAnchor="end">
              {SHORT.format(tick)}
            </text>
          </g>
        ))}
        {groups.map(({ name }, at) => at % every === 0 && (
          <text key={name} className="chart-when" x={x(at)} y={HEIGHT - 8} textAnchor={at === 0 ? 'start' : at + every >= groups.length && x(at) > width - 60 ? 'end' : 'middle'}>
            {name}
          </text>
        ))}
        <path className="chart-area" d={`M${x(0)} ${y(low)}${groups.map(({ value }, at) => `L${x(at)} ${y(value)}`).join('')}L${x(groups.length - 1)} ${y(low)}Z`} />
        <path className="chart-line" d={groups.map(({ value }, at) => `${at ? 'L' : 'M'}${x(at)} ${y(value)}`).join('')} />
        {groups.length <= DOTS && groups.map(({ name, value }, at) => <circle key={name} className="chart-dot" cx={x(at)} cy={y(value)} r="3.5" />)}
        {told && near !== undefined && (
          <>
            <line className="chart-near" x1={x(near)} x2={x(near)} y1={TOP} y2={HEIGHT - BOTTOM} />
            <circle className="chart-dot" cx={x(near)} cy={y(told.value)} r="5.5" />
          </>
        )}
      </svg>
      <p className="map-said" aria-hidden="true">
        {told ? `${told.name}: ${number(told.value)}` : t('chart.point')}
      </p>
    </div>
  );
}

/** Round values that hold both ends between them. */
export function ticksOf(low: number, high: number): number[] {
  const inner = roundValues(low, high, 5);
  const step = (inner[1] ?? 1) - (inner[0] ?? 0);
  const first = inner[0] ?? 0;
  const last = inner.at(-1) ?? 1;
  return [...(first > low + step * 1e-9 ? [first - step] : []), ...inner, ...(last < high - step * 1e-9 ? [last + step] : [])];
}

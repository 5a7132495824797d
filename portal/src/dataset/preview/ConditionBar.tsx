import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../api/types';
import { Button } from '../../common/Button';
import { Choice } from '../../common/Choice';
import { useNamed } from '../../common/Words';
import { needsValue, operatorsFor, withCondition, withoutCondition, type Condition, type Operator } from './conditions';

interface Props {
  columns: Column[];
  conditions: Condition[];
  search: URLSearchParams;
  onChange: (search: URLSearchParams) => void;
}

/** One line to filter any column, and chips for the conditions that hold. */
export function ConditionBar({ columns, conditions, search, onChange }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const [column, setColumn] = useState('');
  const [operator, setOperator] = useState<Operator>('eq');
  const [value, setValue] = useState('');
  if (columns.length === 0) return null;
  const titleOf = (name: string) => {
    const found = columns.find((one) => one.name === name);
    return named(found?.title, found?.titleEn, name);
  };
  const chosen = columns.find(({ name }) => name === column) ?? columns[0];
  const operators = operatorsFor(chosen?.type);
  const used = operators.includes(operator) ? operator : (operators[0] ?? 'empty');
  return (
    <>
      <form
        className="conditions"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen && (!needsValue(used) || value !== '')) onChange(withCondition(search, { column: chosen.name, operator: used, value }));
        }}
      >
        <Choice label={t('preview.column')} hideLabel value={chosen?.name ?? ''} options={columns.map(({ name }) => ({ value: name, label: titleOf(name) }))} onChange={setColumn} />
        <Choice label={t('preview.op')} hideLabel value={used} options={operators.map((one) => ({ value: one, label: t(`preview.ops.${one}`) }))} onChange={(one) => setOperator(one as Operator)} />
        {needsValue(used) && <input className="input" aria-label={t('preview.value')} placeholder={t('preview.value')} value={value} onChange={(event) => setValue(event.target.value)} />}
        <Button type="submit">{t('preview.add')}</Button>
      </form>
      {conditions.length > 0 && (
        <div className="chips" role="group" aria-label={t('search.active')}>
          {conditions.map((one) => {
            const words = `${titleOf(one.column)} ${t(`preview.ops.${one.operator}`)} ${one.value}`.trim();
            return (
              <button key={one.column} type="button" className="chip" aria-label={t('search.remove', { what: words })} onClick={() => onChange(withoutCondition(search, one.column))}>
                {words} <span aria-hidden="true">×</span>
              </button>
            );
          })}
        </div>
      )}
    </>
  );
}

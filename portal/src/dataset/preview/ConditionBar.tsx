import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../common/Button';
import { Choice } from '../../common/Choice';
import { useNamed } from '../../common/Words';
import type { Question } from '../useQuestion';
import { needsValue, operatorsFor, withCondition, withoutCondition, withoutConditions, type Operator } from './conditions';

/** One line to filter any column, and chips for the conditions that hold. */
export function ConditionBar({ question }: { question: Question }) {
  const { t } = useTranslation();
  const named = useNamed();
  const [column, setColumn] = useState('');
  const [operator, setOperator] = useState<Operator>('eq');
  const [value, setValue] = useState('');
  const { columns, search, go } = question;
  if (columns.length === 0) return null;
  const chosen = columns.find(({ name }) => name === column) ?? columns[0];
  const operators = operatorsFor(chosen?.type);
  const used = operators.includes(operator) ? operator : (operators[0] ?? 'empty');
  return (
    <>
      <form
        className="conditions"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen && (!needsValue(used) || value !== '')) go(withCondition(search, { column: chosen.name, operator: used, value }));
        }}
      >
        <Choice label={t('preview.column')} hideLabel value={chosen?.name ?? ''} options={columns.map((one) => ({ value: one.name, label: named(one.title, one.titleEn, one.name) }))} onChange={setColumn} />
        <Choice label={t('preview.op')} hideLabel value={used} options={operators.map((one) => ({ value: one, label: t(`preview.ops.${one}`) }))} onChange={(one) => setOperator(one as Operator)} />
        {needsValue(used) && <input className="input" aria-label={t('preview.value')} placeholder={t('preview.value')} value={value} onChange={(event) => setValue(event.target.value)} />}
        <Button type="submit">{t('preview.add')}</Button>
      </form>
      <ConditionChips question={question} />
    </>
  );
}

/** The conditions that hold, each with a cross; also above chart and map, which obey them too. */
export function ConditionChips({ question: { columns, conditions, search, go } }: { question: Question }) {
  const { t } = useTranslation();
  const named = useNamed();
  if (conditions.length === 0) return null;
  const titleOf = (name: string) => {
    const found = columns.find((one) => one.name === name);
    return named(found?.title, found?.titleEn, name);
  };
  return (
    <div className="chips" role="group" aria-label={t('search.active')}>
      {conditions.map((one) => {
        const words = `${titleOf(one.column)} ${t(`preview.ops.${one.operator}`)} ${one.value}`.trim();
        return (
          <button key={`${one.column} ${one.operator}`} type="button" className="chip" aria-label={t('search.remove', { what: words })} onClick={() => go(withoutCondition(search, one))}>
            {words} <span aria-hidden="true">×</span>
          </button>
        );
      })}
      {conditions.length > 1 && (
        <button type="button" className="link-button" onClick={() => go(withoutConditions(search))}>
          {t('preview.clear')}
        </button>
      )}
    </div>
  );
}

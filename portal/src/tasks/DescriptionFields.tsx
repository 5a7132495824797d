import { useTranslation } from 'react-i18next';
import { useCodeLists, type TaskBody } from '../api/orders';
import type { Coded } from '../api/types';
import { useNamed } from '../common/Words';
import { AreaField, ChoiceField, TextField, type Option } from '../forms/Field';

interface Props {
  body: TaskBody;
  keywords: string;
  datasetFault?: string;
  say: (what: Partial<TaskBody>) => void;
  sayKeywords: (keywords: string) => void;
}

/** What people read of the dataset. */
export function DescriptionFields({ body, keywords, datasetFault, say, sayKeywords }: Props) {
  const { t } = useTranslation();
  const lists = useCodeLists();
  const named = useNamed();
  const options = (codes: Coded[] | undefined): Option[] => (codes ?? []).map(({ code, label, labelEn }) => ({ value: code, label: named(label, labelEn, code) }));
  const themes = body.themes ?? [];
  const toggle = (code: string) => say({ themes: themes.includes(code) ? themes.filter((one) => one !== code) : [...themes, code] });
  return (
    <>
      <div className="form-grid">
        <AreaField label={t('taskForm.summary')} hint={t('taskForm.summaryHint')} rows={2} value={body.summary ?? ''} onChange={(summary) => say({ summary })} />
        <ChoiceField label={t('taskForm.cycle')} value={body.updateCycle ?? 'IRREGULAR'} options={options(lists.data?.updateCycles)} onChange={(updateCycle) => say({ updateCycle })} />
        <ChoiceField label={t('taskForm.access')} value={body.access ?? 'PUBLIC'} options={options(lists.data?.access)} onChange={(access) => say({ access })} />
        {body.access === 'RESTRICTED' && <AreaField label={t('taskForm.accessConditions')} hint={t('taskForm.accessConditionsHint')} rows={2} value={body.accessConditions ?? ''} onChange={(accessConditions) => say({ accessConditions })} />}
      </div>
      <fieldset className="form-choices">
        <legend>{t('taskForm.themes')}</legend>
        {options(lists.data?.themes).map(({ value, label }) => (
          <label key={value}>
            <input type="checkbox" checked={themes.includes(value)} onChange={() => toggle(value)} /> {label}
          </label>
        ))}
      </fieldset>
      <details className="form-fold" data-group="description" open={datasetFault ? true : undefined}>
        <summary>{t('taskForm.moreDescription')}</summary>
        <div className="form-grid">
          <TextField label={t('taskForm.publisher')} hint={t('taskForm.publisherHint')} value={body.publisher?.code ?? ''} onChange={(code) => say({ publisher: { ...body.publisher, code } })} />
          <TextField label={t('taskForm.publisherName')} value={body.publisher?.name ?? ''} onChange={(name) => say({ publisher: { code: '', ...body.publisher, name } })} />
          <ChoiceField label={t('taskForm.region')} value={body.region ?? ''} options={[{ value: '', label: t('form.none') }, ...known(options(lists.data?.regions), body.region)]} onChange={(region) => say({ region })} />
          <TextField label={t('taskForm.keywords')} hint={t('taskForm.keywordsHint')} value={keywords} onChange={sayKeywords} />
          <TextField label={t('taskForm.titleEn')} value={body.titleEn ?? ''} onChange={(titleEn) => say({ titleEn })} />
          <TextField label={t('taskForm.license')} value={body.license ?? ''} onChange={(license) => say({ license })} />
          <AreaField label={t('taskForm.summaryEn')} rows={2} value={body.summaryEn ?? ''} onChange={(summaryEn) => say({ summaryEn })} />
          <TextField label={t('taskForm.datasetId')} hint={t('taskForm.datasetIdHint')} value={body.dataset ?? ''} onChange={(dataset) => say({ dataset })} fault={datasetFault} />
        </div>
      </details>
    </>
  );
}

/** A value that the list does not have, such as the code of a county, stays one of the choices. */
const known = (options: Option[], value: string | undefined) => (!value || options.some((one) => one.value === value) ? options : [...options, { value, label: value }]);

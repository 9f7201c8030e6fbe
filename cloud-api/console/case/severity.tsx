import { useTranslation } from 'react-i18next';

const STEPS = [1, 2, 3, 4, 5];

/** How grave a case is, as five bars. */
export function Severity({ value }: { readonly value: number }) {
  const { t } = useTranslation();
  const words = t('inbox/severity', { value });
  return (
    <span className={`severity level-${value}`} role="img" aria-label={words} title={words}>
      {STEPS.map((step) => (
        <i key={step} className={step <= value ? 'on' : ''} />
      ))}
    </span>
  );
}

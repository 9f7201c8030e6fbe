import { useTranslation } from 'react-i18next';
import { shownPictures, useCase } from '../cloud/use-case.js';

/** The best picture of a case that all may see; nothing where there is none. */
export function CasePicture({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation();
  const found = useCase(caseId);
  const picture = shownPictures(found.data ?? null)[0];
  if (picture === undefined) return null;
  return <img className="case-picture" src={picture.url} alt={t(`role/${picture.role}`)} />;
}

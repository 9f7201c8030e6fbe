import { FactsList, formatBytes } from '@lamppost/page-kit';
import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Alert, Collapse, Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { PlainTable } from '../boards/plain-table.js';
import type { CaseDetail } from '../cloud/use-case.js';
import { hasChainQuestion } from './describe-event.js';

/** That the package proves itself, and by what. */
export function Seal({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation();
  const isDoubtful = hasChainQuestion(detail.timeline);
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="success" className="sealed">
        <SafetyCertificateOutlined aria-hidden />{' '}
        {t(isDoubtful ? 'case/sealedAlone' : 'case/sealed', { count: detail.files.length })}
      </Typography.Text>
      {isDoubtful && <Alert type="warning" showIcon className="chain-doubtful" title={t('case/chainDoubtful')} />}
      <FactsList
        facts={[
          [t('case/sequence'), detail.sequence],
          [
            t('case/digest'),
            <Typography.Text key="digest" code copyable className="digest">
              {detail.digest}
            </Typography.Text>,
          ],
        ]}
      />
      <Collapse
        size="small"
        items={[
          {
            key: 'files',
            label: t('case/files'),
            children: (
              <PlainTable
                label={t('case/files')}
                rows={detail.files}
                keyOf={({ url }) => url}
                columns={[
                  { key: 'path', title: t('case/file'), cell: ({ path }) => path, isLine: true },
                  { key: 'role', title: t('case/fileRole'), cell: ({ role }) => t(`role/${role}`), isLine: true },
                  {
                    key: 'size',
                    title: t('case/fileSize'),
                    cell: ({ sizeBytes }) => formatBytes(sizeBytes),
                    isLine: true,
                  },
                  {
                    key: 'sha256',
                    title: 'SHA-256',
                    cell: ({ sha256 }) => <span className="digest">{sha256}</span>,
                  },
                ]}
              />
            ),
          },
        ]}
      />
    </Flex>
  );
}

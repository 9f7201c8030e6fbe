import { FactsList, formatBytes } from '@lamppost/page-kit';
import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Alert, Collapse, Flex, Table, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
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
              <Table
                size="small"
                rowKey="url"
                pagination={false}
                scroll={{ x: 'max-content' }}
                dataSource={detail.files}
                columns={[
                  { title: t('case/files'), dataIndex: 'path' },
                  { title: '', render: (_, file) => t(`role/${file.role}`) },
                  { title: '', align: 'right', render: (_, file) => formatBytes(file.sizeBytes) },
                  { title: 'SHA-256', dataIndex: 'sha256', className: 'digest' },
                ]}
              />
            ),
          },
        ]}
      />
    </Flex>
  );
}

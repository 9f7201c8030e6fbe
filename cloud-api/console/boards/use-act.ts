import { sayProblem } from '@lamppost/page-kit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Answer } from '@lamppost/cloud-api/client';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { CloudError } from '../cloud/client.js';

/** Does something in the cloud, says what came of it, and has read anew what that changes: queries whose keys begin so. */
export function useAct(changed: readonly string[]) {
  const { t } = useTranslation();
  const { message, notification } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (act: () => Promise<Answer<unknown>>) => {
      const answer = await act();
      if (answer.status !== 'done') throw new CloudError(answer);
    },
    onSuccess: () => {
      void message.success(t('boards/done'));
    },
    onError: (error) => {
      notification.error({ title: t('boards/failed'), description: sayProblem(error, t), duration: 0 });
    },
    onSettled: async () => {
      await Promise.all([...changed, 'case', 'waiting'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
}

import { type Answer, createCloudClient } from '@lamppost/cloud-api/client';
import { RequestError } from '@lamppost/page-kit';

/** The cloud that this page came from. The session is a cookie that the page cannot read. */
export const cloud = createCloudClient();

/** The cloud refused, or was not reached (`problem` is null then). */
export class CloudError extends RequestError {
  override readonly name = 'CloudError';

  constructor(answer: Exclude<Answer<unknown>, { status: 'done' }>) {
    super(answer.status === 'refused' ? answer.problem : null, 'httpStatus' in answer ? answer.httpStatus : null);
  }
}

/**
 * The body of an answer.
 *
 * @throws CloudError where the cloud refused, or was not reached
 */
export async function bodyOf<Body>(asked: Promise<Answer<Body>>): Promise<Body> {
  const answer = await asked;
  if (answer.status !== 'done') throw new CloudError(answer);
  return answer.body;
}

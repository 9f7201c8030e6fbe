import { type Answer, type CloudProblem, createCloudClient } from '@lamppost/cloud-api/client';

/** The cloud that this page came from. The session is a cookie that the page cannot read. */
export const cloud = createCloudClient();

/** The cloud refused, or was not reached (`problem` is null then). */
export class CloudError extends Error {
  override readonly name = 'CloudError';
  readonly problem: CloudProblem | null;
  /** Status of HTTP; null when nothing answered. */
  readonly httpStatus: number | null;

  constructor(answer: Exclude<Answer<unknown>, { status: 'done' }>) {
    super(answer.status === 'refused' ? `${answer.problem.code}: ${answer.problem.detail}` : 'not reached');
    this.problem = answer.status === 'refused' ? answer.problem : null;
    this.httpStatus = 'httpStatus' in answer ? answer.httpStatus : null;
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

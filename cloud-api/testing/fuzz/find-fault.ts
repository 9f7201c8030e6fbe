import { Problem } from '@lamppost/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { CATALOGUE, isErrorCode } from '../../errors/catalogue.js';
import type { Operation } from './read-operations.js';

/** What an answer must never tell: stacks, statements and files of the server. */
const INSIDE = [
  /\n\s+at /,
  /node_modules/,
  /syntax error at or near/,
  /invalid input syntax/,
  /violates .* constraint/,
  /relation "/,
  /\bselect .* from\b/i,
  /ENOENT|EACCES|ECONN/,
  /lamppost-cloud-/,
];

/** Whoever reads no further than the address gets these at any of them. */
const ANYWHERE = ['request.no-such-address', 'access.too-many-failures'];

/** Looks for what an answer has that its description does not allow; null where all is as described. */
export type FindFault = (operation: Operation, response: Response) => Promise<string | null>;

function findProblemFault({ responses }: Operation, status: number, type: string, text: string): string | null {
  if (!type.startsWith('application/problem+json')) return `${status} came as ${type}`;
  const problem = Problem.safeParse(JSON.parse(text));
  if (!problem.success) return `${status} is no problem: ${text}`;
  const { code } = problem.data;
  if (!isErrorCode(code) || CATALOGUE[code].status !== status) return `${code} is not in the catalogue with ${status}`;
  const inside = INSIDE.find((pattern) => pattern.test(text));
  if (inside !== undefined) return `${code} tells of the inside: ${text}`;
  const isDescribed = responses[status]?.description.includes(`\`${code}\``) === true || ANYWHERE.includes(code);
  // A package may be refused for each of very many reasons, which the catalogue lists.
  return isDescribed || code.startsWith('evidence.') ? null : `${code} (${status}) is not described`;
}

/** Makes what looks for faults, on the components of a description. */
export function createFindFault(components: object): FindFault {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'description', components });
  const validators = new Map<string, ValidateFunction>();
  return async (operation, response) => {
    const { status } = response;
    const type = response.headers.get('content-type') ?? '';
    const text = await response.text();
    if (status >= 500 && !text.includes('"service.busy"')) return `${status}: ${text}`;
    const described = operation.responses[status];
    const schema = described?.content?.['application/json']?.schema;
    const isDescribedJson = schema !== undefined && type.startsWith('application/json');
    if (status >= 400 && !isDescribedJson) return findProblemFault(operation, status, type, text);
    if (described === undefined) return `${status} is not described`;
    if (!isDescribedJson) return null;
    const name = `${operation.name} ${status}`;
    const linked: unknown = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"description#/'));
    const validate = validators.get(name) ?? ajv.compile(linked as object);
    validators.set(name, validate);
    return validate(JSON.parse(text)) ? null : `its body is not as described: ${ajv.errorsText(validate.errors)}`;
  };
}

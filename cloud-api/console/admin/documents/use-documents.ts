import { useQuery } from '@tanstack/react-query';
import { bodyOf, cloud } from '../../cloud/client.js';
import { readAll } from '../read-all.js';

const readDocuments = () =>
  readAll(
    (query) => bodyOf(cloud.get('/api/v1/documents', { query })),
    ({ documents }) => documents,
  );
const readVersions = (path: DocumentName) =>
  readAll(
    (query) => bodyOf(cloud.get('/api/v1/documents/{kind}/{name}/versions', { path, query })),
    ({ documents }) => documents,
  );
const readText = async (path: DocumentName & { readonly version: number }) =>
  (await bodyOf(cloud.get('/api/v1/documents/{kind}/{name}/versions/{version}', { path }))).text;

/** What decides what gateways judge by, or what they work with. */
export type DocumentKind = 'rules' | 'configuration';
/** What a document is called. */
export interface DocumentName {
  readonly kind: DocumentKind;
  readonly name: string;
}
/** A version of a document, without its text. */
export type DocumentVersion = Awaited<ReturnType<typeof readDocuments>>[number];

/** The newest version of each document. */
export function useDocuments() {
  return useQuery({ queryKey: ['documents'], queryFn: readDocuments });
}

/** All versions of a document, the newest first. */
export function useVersions({ kind, name }: DocumentName) {
  return useQuery({ queryKey: ['documents', 'of', kind, name], queryFn: () => readVersions({ kind, name }) });
}

/** The text of a version, which never changes; null: none is asked for. */
export function useDocumentText({ kind, name }: DocumentName, version: number | null) {
  return useQuery({
    queryKey: ['document-text', kind, name, version],
    queryFn: () => readText({ kind, name, version: version ?? 1 }),
    staleTime: Infinity,
    enabled: version !== null,
  });
}

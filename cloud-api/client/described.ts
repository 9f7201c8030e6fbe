import type { paths } from './interface.js';

/** Methods of HTTP that the interface is called by. */
export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

/** Addresses that know a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Readonly<Record<M, object>> ? P : never;
}[keyof paths];

/** What the description says of a method of an address. */
export type OperationOf<M extends Method, P extends PathOf<M>> =
  paths[P] extends Readonly<Record<M, infer Operation>> ? Operation : never;

/** Nothing has to be said. */
type Empty = unknown;

type ParametersOf<Operation> = Operation extends { readonly parameters: infer Given }
  ? Pick<Given, Extract<keyof Given, 'path' | 'query' | 'header'>>
  : Empty;

type SentAs<Content> = Content extends { readonly 'application/json': infer Json }
  ? { readonly body: Json }
  : { readonly body: Blob | Uint8Array<ArrayBuffer> | string; readonly mediaType: keyof Content };

type BodySent<Operation> = Operation extends { readonly requestBody: { readonly content: infer Content } }
  ? SentAs<Content>
  : Operation extends { readonly requestBody?: { readonly content: infer Content } }
    ? Partial<SentAs<Content>>
    : Empty;

/** What a request is made with: parameters by where they stand, and the body. */
export type RequestOf<Operation> = ParametersOf<Operation> & BodySent<Operation>;

type ReceivedAs<MediaType, Described> = MediaType extends 'application/json'
  ? Described
  : MediaType extends `text/${string}` | 'application/x-ndjson'
    ? string
    : Blob;

type BodyOf<Response> = Response extends { readonly content: infer Content }
  ? { [MediaType in keyof Content]: ReceivedAs<MediaType, Content[MediaType]> }[keyof Content]
  : null;

/** The body of an answer that went well; null where it has none. */
export type AnswerBodyOf<Operation> = Operation extends { readonly responses: infer Responses }
  ? BodyOf<Responses[Extract<keyof Responses, 200 | 201 | 202 | 204>]>
  : never;

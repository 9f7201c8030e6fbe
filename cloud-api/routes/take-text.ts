import type { CloudApp } from './cloud-services.js';

/** Lets the routes of a scope take bodies of these media types, and of no others, as the text that they are. */
export function takeText(scope: CloudApp, mediaTypes: readonly string[]): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser([...mediaTypes], { parseAs: 'string' }, (_request, body, parsed) => {
    parsed(null, body);
  });
}

/** Somebody who asks the cloud over HTTP. */
export interface Person {
  /**
   * Sends JSON, or a JPEG where the body is bytes, and reads the JSON of the answer; `etag` is what it was tagged with.
   *
   * @throws Error with the route, the status and the cloud's own words when it refuses
   */
  ask(method: string, path: string, body?: unknown, ifMatch?: string): Promise<{ body: unknown; etag: string }>;
}

/** Asks with what a browser or a program would send to prove who it is. */
export function personWith(cloudUrl: string, proof: { authorization: string } | { cookie: string }): Person {
  return {
    ask: async (method, path, body, ifMatch) => {
      const isPhoto = body instanceof Uint8Array;
      const answer = await fetch(`${cloudUrl}${path}`, {
        method,
        headers: {
          ...proof,
          ...(body === undefined ? {} : { 'content-type': isPhoto ? 'image/jpeg' : 'application/json' }),
          ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        },
        ...(body === undefined ? {} : { body: isPhoto ? new Uint8Array(body) : JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
      return { body: text === '' ? null : JSON.parse(text), etag: answer.headers.get('etag') ?? '' };
    },
  };
}

/** Signs somebody in with name and password, as the page does. @throws Error when the cloud refuses */
export async function signIn(cloudUrl: string, loginName: string, password: string): Promise<Person> {
  const answer = await fetch(`${cloudUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ loginName, password }),
  });
  if (!answer.ok) throw new Error(`${loginName} could not sign in: ${await answer.text()}`);
  return personWith(cloudUrl, {
    cookie: answer.headers
      .getSetCookie()
      .map((set) => set.split(';')[0])
      .join('; '),
  });
}

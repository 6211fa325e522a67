/**
 * What the suite says to the token endpoint. RFC 6749.
 */
export const FORM_ENCODED = 'application/x-www-form-urlencoded';

/** Encoded before they are joined: https://datatracker.ietf.org/doc/html/rfc6749#section-2.3.1 */
export function basic(id: string, secret: string): string {
  return `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`;
}

export async function must(answer: Response, what: string): Promise<Response> {
  if (answer.ok) return answer;
  throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
}

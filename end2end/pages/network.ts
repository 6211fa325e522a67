/**
 * Networks that are not as one would like them.
 */
import type { Route } from '@playwright/test';

/** No answer that the page could see: it stays, as it does while an answer is on its way (RFC 9110, 15.3.5). */
export async function stay(route: Route): Promise<void> {
  await route.fulfill({ status: 204 });
}

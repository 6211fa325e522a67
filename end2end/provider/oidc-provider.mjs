/**
 * A second provider for the browser tests: npm's `oidc-provider`, the certified library that Logto itself is built on,
 * configured as Logto configures it. The development provider was written beside the app; this one was not, so a
 * misreading of the standard that the two might share shows here.
 *
 * For tests only: users live in memory, keys are made at the start.
 *
 * Environment: `DEV_PROVIDER_PORT` (0 = any free), `LOGTO_APP_ID`, `LOGTO_APP_SECRET`, `BASE_URL`, as the development provider.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

import Provider from 'oidc-provider';

import { Accounts } from './accounts.mjs';
import { logtoConfiguration } from './configuration.mjs';
import { errorPage } from './hosted-pages.mjs';
import { Inbox } from './inbox.mjs';
import { Interactions } from './interactions.mjs';

const ISSUER_PATH = '/oidc';

/** An address in use ends the process with the system's message: the house that started it reports it. */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.address().port));
  });
}

/** What Logto adds to the standard's error body. */
async function addLogtoErrorFields(ctx, next) {
  await next();
  if (ctx.status >= 400 && ctx.body && typeof ctx.body === 'object' && typeof ctx.body.error === 'string') {
    ctx.body = { code: `oidc.${ctx.body.error}`, message: ctx.body.error_description ?? ctx.body.error, ...ctx.body };
  }
}

function answer(response, status, type, body) {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}

const server = createServer();
const port = await listen(server, Number(process.env.DEV_PROVIDER_PORT ?? 3001));
const origin = `http://localhost:${port}`;

const accounts = new Accounts();
const inbox = new Inbox();
const provider = new Provider(
  `${origin}${ISSUER_PATH}`,
  logtoConfiguration({
    accounts,
    clientId: process.env.LOGTO_APP_ID ?? 'leptos-logto-dev',
    clientSecret: process.env.LOGTO_APP_SECRET ?? 'development-only-secret',
    baseUrl: process.env.BASE_URL ?? 'http://localhost:3000',
    cookieKey: randomBytes(32).toString('hex'),
  }),
);
provider.use(addLogtoErrorFields);
provider.on('server_error', (_ctx, error) => console.error('server_error', error));
provider.on('authorization.error', (_ctx, error) => console.error('authorization.error', error.message, error.error_detail ?? ''));
provider.on('grant.error', (_ctx, error) => console.error('grant.error', error.message, error.error_detail ?? ''));

const interactions = new Interactions(provider, accounts, inbox);
const protocol = provider.callback();

server.on('request', async (request, response) => {
  const url = new URL(request.url, origin);
  try {
    if (url.pathname.startsWith(`${ISSUER_PATH}/`)) {
      // How a mounted oidc-provider learns its mount path.
      request.originalUrl = request.url;
      request.url = request.url.slice(ISSUER_PATH.length);
      await protocol(request, response);
    } else if (url.pathname.startsWith('/interaction/')) {
      await interactions.handle(request, response, url);
    } else if (url.pathname === '/inbox') {
      answer(response, 200, 'text/html; charset=utf-8', inbox.page());
    } else if (url.pathname === '/inbox/messages') {
      answer(response, 200, 'application/json', JSON.stringify(inbox.messages(url.searchParams.get('phone'))));
    } else {
      answer(response, 404, 'text/plain; charset=utf-8', 'Not found');
    }
  } catch (error) {
    console.error(request.method, url.pathname, error);
    if (!response.headersSent) answer(response, error.statusCode ?? 500, 'text/html; charset=utf-8', errorPage({ error: error.message }));
  }
});

console.log(`listening on ${origin}`);

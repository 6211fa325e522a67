/**
 * The real tenant, as the environment names it. `cargo xtask e2e --real` has checked it and says what is missing; the README says
 * how to set the tenant up.
 */
function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: "cargo xtask e2e --real" says what to write there`);
  return value;
}

function optional(name: string): string | undefined {
  return process.env[name] || undefined;
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** As the server's own default: a tenant of the cloud has its own name in it, every other one is called "default". */
function managementResource(endpoint: string): string {
  return /^https:\/\/[^./]+\.logto\.app$/.test(endpoint) ? `${endpoint}/api` : 'https://default.logto.app/api';
}

export interface Tenant {
  readonly endpoint: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly m2mAppId: string;
  readonly m2mAppSecret: string;
  readonly managementResource: string;
  /** An API of the tenant that the access page may show; none: nothing is shown, and its test is left out. */
  readonly apiResource: string | undefined;
}

export function tenant(): Tenant {
  const endpoint = withoutSlash(required('REAL_LOGTO_ENDPOINT'));
  return {
    endpoint,
    appId: required('REAL_LOGTO_APP_ID'),
    appSecret: required('REAL_LOGTO_APP_SECRET'),
    m2mAppId: required('REAL_LOGTO_M2M_APP_ID'),
    m2mAppSecret: required('REAL_LOGTO_M2M_APP_SECRET'),
    managementResource: optional('REAL_LOGTO_MANAGEMENT_RESOURCE') ?? managementResource(endpoint),
    apiResource: optional('REAL_LOGTO_API_RESOURCE'),
  };
}

/** Where people find the app: its callback is registered in the tenant. */
export function baseURL(): string {
  return withoutSlash(optional('REAL_BASE_URL') ?? 'http://localhost:3000');
}

export const codesPort = (): string | undefined => optional('REAL_CODES_PORT');
export const codesCommand = (): string | undefined => optional('REAL_CODES_COMMAND');

/**
 * What `logto.toml` beside this file has made in the tenant, for the tests to give to people. A tenant without it has the tests
 * of it left out. Whoever is deleted has nothing any longer, so nobody takes anything back.
 */
import type { Phone } from '../house/phone.ts';
import type { ManagementApi } from './management-api.ts';

/** Of the role, of the organisation and of the role in it. */
const NAME = 'leptos-logto end to end';

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Resource {
  readonly indicator: string;
  readonly scopes?: readonly Named[];
}

interface OrganizationRole extends Named {
  readonly scopes: readonly Named[];
}

/** A membership, and the permissions that it brings. */
interface Organization {
  readonly id: string;
  readonly roleId: string;
  readonly permissions: readonly string[];
}

const names = (named: readonly Named[] = []): string[] => named.map(({ name }) => name);
const ours = <T extends Named>(named: readonly T[] = []): T | undefined => named.find(({ name }) => name === NAME);

export class Rights {
  private constructor(
    private readonly management: ManagementApi,
    /** All permissions of the API. */
    readonly permissions: readonly string[],
    readonly roleId: string | undefined,
    readonly organization: Organization | undefined,
  ) {}

  static async find(management: ManagementApi, apiResource: string | undefined): Promise<Rights> {
    const resources = await management.list<Resource>('resources', { includeScopes: 'true' });
    const resource = resources?.find(({ indicator }) => indicator === apiResource);
    const role = ours(await management.list<Named>('roles', { 'search.name': NAME, 'mode.name': 'exact' }));
    const organization = ours(await management.list<Named>('organizations', { q: NAME }));
    const within = ours(await management.list<OrganizationRole>('organization-roles', { q: NAME }));
    const joined = organization && within && { id: organization.id, roleId: within.id, permissions: names(within.scopes) };
    return new Rights(management, names(resource?.scopes), role?.id, joined);
  }

  /** What the app has to ask for, so that its tokens may have it: `LOGTO_SCOPES`. */
  get scopes(): string {
    const inOrganizations = this.organization ? ['urn:logto:scope:organizations', ...this.organization.permissions] : [];
    return ['phone', ...this.permissions, ...inOrganizations].join(' ');
  }

  async giveRole(phone: Phone): Promise<void> {
    const { id } = await this.management.userWith(phone);
    await this.management.call('POST', `users/${id}/roles`, { roleIds: [this.roleId] });
  }

  async takeRole(phone: Phone): Promise<void> {
    const { id } = await this.management.userWith(phone);
    await this.management.call('DELETE', `users/${id}/roles/${this.roleId}`);
  }

  async join({ id, roleId }: Organization, phone: Phone): Promise<void> {
    const { id: userId } = await this.management.userWith(phone);
    await this.management.call('POST', `organizations/${id}/users`, { userIds: [userId] });
    await this.management.call('POST', `organizations/${id}/users/${userId}/roles`, { organizationRoleIds: [roleId] });
  }
}

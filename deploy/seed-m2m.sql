-- The first machine-to-machine application of a self-hosted Logto, with the role that may use its Management API.
-- Every further one can be made through that API; this one cannot. Run it as often as you like.
--
-- psql, with LOGTO_M2M_APP_ID and LOGTO_M2M_APP_SECRET in its environment. Written for Logto 1.42:
-- https://github.com/logto-io/logto/tree/v1.42.0/packages/schemas/tables

\set ON_ERROR_STOP on
\getenv app_id LOGTO_M2M_APP_ID
\getenv app_secret LOGTO_M2M_APP_SECRET

begin;

-- Psql puts no variables into a `do` block.
select
  set_config('seed.app_id', :'app_id', true),
  set_config('seed.secret_length', length(:'app_secret')::text, true) \g /dev/null

do $$ begin
  if current_setting('seed.app_id') = '' or current_setting('seed.secret_length')::integer < 32 then
    raise exception 'LOGTO_M2M_APP_ID is empty, or LOGTO_M2M_APP_SECRET shorter than 32 characters';
  end if;
end $$;

-- The secret of this table is Logto's own, never given out, and of its length at most; the real ones are in the next table.
insert into applications (tenant_id, id, name, description, secret, type, oidc_client_metadata)
values (
  'default',
  :'app_id',
  'leptos-logto (machine-to-machine)',
  'Sets this tenant up, and sends and checks codes for the app''s phone page.',
  '#internal:' || left(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 54),
  'MachineToMachine',
  '{"redirectUris": [], "postLogoutRedirectUris": []}'
)
on conflict (id) do nothing;

-- An id that a person's application has already must not become one that may do everything.
do $$ begin
  if not exists (
    select from applications
    where tenant_id = 'default' and id = current_setting('seed.app_id') and type = 'MachineToMachine'
  ) then
    raise exception 'LOGTO_M2M_APP_ID is the id of another kind of application: choose another one';
  end if;
end $$;

insert into application_secrets (tenant_id, application_id, name, value)
values ('default', :'app_id', 'compose.yaml', :'app_secret')
on conflict (tenant_id, application_id, name) do update set value = excluded.value, expires_at = null;

-- The role that may use the Management API. Logto makes one for every tenant, called "Logto Management API access"; whoever has
-- renamed it, or made another, has said with the permission what it is. Roles of Logto's own are called #internal:….
insert into applications_roles (tenant_id, id, application_id, role_id)
select 'default', left(replace(gen_random_uuid()::text, '-', ''), 21), :'app_id', roles.id
from roles
join roles_scopes on roles_scopes.tenant_id = roles.tenant_id and roles_scopes.role_id = roles.id
join scopes on scopes.tenant_id = roles.tenant_id and scopes.id = roles_scopes.scope_id
join resources on resources.tenant_id = roles.tenant_id and resources.id = scopes.resource_id
where roles.tenant_id = 'default'
  and roles.type = 'MachineToMachine'
  and roles.name not like '#internal:%'
  and scopes.name = 'all'
  and resources.indicator = 'https://default.logto.app/api'
order by roles.name = 'Logto Management API access' desc, roles.id
limit 1
on conflict (tenant_id, application_id, role_id) do nothing;

do $$ begin
  if not exists (
    select from applications_roles where tenant_id = 'default' and application_id = current_setting('seed.app_id')
  ) then
    raise exception 'no machine-to-machine role of this tenant may use the Management API';
  end if;
end $$;

commit;

//! The development provider is as strict as Logto: each rule has a test that a relying party's
//! mistake would fail. Real HTTP, and time moved by the provider's clock.

#![cfg(feature = "dev-provider")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod access_token;
mod authorization;
mod client_credentials;
mod contract;
mod cut_lines;
mod delivery;
mod directory;
mod discovery;
mod extras;
mod granted_permissions;
mod hosted_pages;
mod id_token;
mod logout_token;
mod loopback;
mod management;
mod management_applications;
mod management_authorization;
mod management_connectors;
mod management_organizations;
mod management_resources;
mod management_roles;
mod management_scripting;
mod management_sign_in_experience;
mod management_subject_tokens;
mod management_user_access;
mod management_users_change;
mod management_users_create;
mod management_users_read;
mod management_verification_codes;
mod management_verify;
mod organizations;
mod pushed_authorization;
mod refresh;
mod registered_application;
mod revocation;
mod roles;
mod scripting;
mod service;
mod session;
mod sign_out;
mod storage;
mod support;
mod token;
mod token_exchange;
mod userinfo;
mod verification_code;

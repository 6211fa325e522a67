//! The exchange against the development provider: from a subject token of the Management API to what the token is good for.

use super::*;
use crate::{
    Audience, Clock, LogtoClient, ManagementConfig, Origin, PhoneNumber, Resource,
    dev_provider::{ApiResource, Application, DevProvider, MachineToMachine, Organization},
    user_info,
};

const API: &str = "https://api.example/";

async fn tenant(allow_token_exchange: bool) -> (DevProvider, LogtoClient) {
    let application = Application {
        client_id: "web!+ID".to_owned(),
        client_secret: "s3cret:/%+ä".to_owned(),
        allow_token_exchange,
        ..Application::default()
    };
    let machine = MachineToMachine { client_id: "m2m".to_owned(), client_secret: "m2m-s3cret".to_owned() };
    let resource = ApiResource { indicator: API.to_owned(), scopes: vec!["read:items".into(), "write:items".into()] };
    let organization = Organization { id: "o1".to_owned(), name: "One".to_owned(), ..Organization::default() };
    let provider = DevProvider::builder()
        .application(application)
        .machine_to_machine(machine)
        .resource(resource)
        .role("reader", API, &["read:items"])
        .role("writer", API, &["write:items"])
        .organization(organization)
        .start()
        .await
        .unwrap();
    let endpoint = Origin::parse(provider.endpoint()).unwrap();
    let base_url = Origin::parse("http://localhost:3000").unwrap();
    let config = LogtoConfig {
        scopes: vec![Scope::Phone],
        permissions: ["read:items", "write:items"].map(|name| Permission::parse(name).unwrap()).to_vec(),
        resources: vec![Resource::parse(API).unwrap()],
        management: Some(ManagementConfig::new(&endpoint, "m2m", Secret::new("m2m-s3cret"))),
        ..LogtoConfig::new(endpoint, "web!+ID", Secret::new("s3cret:/%+ä"), base_url)
    };
    (provider, LogtoClient::new(config, Clock::system()).unwrap())
}

/// Creates a user; who it is.
async fn person(client: &LogtoClient) -> String {
    let phone = PhoneNumber::from_digits("12015550123").unwrap();
    client.management().unwrap().create_user(&phone).await.unwrap().id
}

async fn exchanged(client: &LogtoClient, id: &str, what_for: &AccessTokenFor) -> Result<AccessToken, RefreshError> {
    let subject_token = client.management().unwrap().subject_token(id).await.unwrap().unwrap();
    exchange(&subject_token, what_for, client.config(), client.provider()).await
}

fn api() -> AccessTokenFor {
    AccessTokenFor::Resource(Resource::parse(API).unwrap())
}

#[tokio::test]
async fn gives_a_token_for_an_api_with_the_permissions_of_the_person() {
    let (provider, client) = tenant(true).await;
    let id = person(&client).await;
    assert!(provider.add_role(&id, "reader"));
    let token = exchanged(&client, &id, &api()).await.unwrap();
    assert_eq!(token.scope, ["read:items"]);
    assert!(token.is_fresh(client.clock().now()));
    let verifier = client.access_token_verifier(Audience::Resource(API.to_owned()));
    let claims = verifier.verify(token.token.reveal()).await.unwrap();
    assert_eq!(claims.sub, id);
}

#[tokio::test]
async fn gives_a_token_for_userinfo() {
    let (_provider, client) = tenant(true).await;
    let id = person(&client).await;
    let token = exchanged(&client, &id, &AccessTokenFor::UserInfo).await.unwrap();
    let user_info = user_info::fetch(&token, &id, client.provider()).await.unwrap();
    assert_eq!(user_info.user.phone_number.as_deref(), Some("12015550123"));
}

#[tokio::test]
async fn takes_a_subject_token_once() {
    let (_provider, client) = tenant(true).await;
    let id = person(&client).await;
    let subject_token = client.management().unwrap().subject_token(&id).await.unwrap().unwrap();
    exchange(&subject_token, &api(), client.config(), client.provider()).await.unwrap();
    let again = exchange(&subject_token, &api(), client.config(), client.provider()).await;
    assert_eq!(again.unwrap_err().code(), "refresh.invalid_grant");
}

#[tokio::test]
async fn says_that_the_application_may_not() {
    let (_provider, client) = tenant(false).await;
    let id = person(&client).await;
    assert_eq!(exchanged(&client, &id, &api()).await.unwrap_err().code(), "refresh.token_exchange_not_allowed");
}

#[tokio::test]
async fn gives_nothing_for_who_is_suspended_or_no_member() {
    let (provider, client) = tenant(true).await;
    let id = person(&client).await;
    let organization = AccessTokenFor::Organization(crate::OrganizationId::parse("o1").unwrap());
    let error = exchanged(&client, &id, &organization).await.unwrap_err();
    assert!(matches!(&error, RefreshError::Refused(error) if error == "access_denied"), "{error}");
    assert!(provider.add_member("o1", &id, &[]));
    exchanged(&client, &id, &organization).await.unwrap();
    assert!(provider.suspend_user(&id));
    assert_eq!(exchanged(&client, &id, &api()).await.unwrap_err().code(), "refresh.invalid_grant");
}

#[tokio::test]
async fn there_is_no_subject_token_for_nobody() {
    let (_provider, client) = tenant(true).await;
    assert!(client.management().unwrap().subject_token("nobody").await.unwrap().is_none());
}

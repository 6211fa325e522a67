//! Users, from the first sign-in to the last.

use logto::dev_provider::{ApiResource, Organization};

use super::*;

#[tokio::test]
async fn a_new_number_becomes_a_user_and_is_found_again() {
    let tenant = Tenant::new().await;
    assert_eq!(tenant.api().user_with_phone(&phone()).await.unwrap(), None);
    let created = tenant.api().create_user(&phone()).await.unwrap();
    assert_eq!(created.claims.phone_number.as_deref(), Some(PHONE));
    assert_eq!(created.claims.phone_number_verified, Some(true));
    assert_eq!((&created.claims.name, created.is_suspended), (&None, false));
    assert!(created.claims.created_at.is_some_and(|millis| millis > 1_700_000_000_000));
    assert_eq!(tenant.api().user_with_phone(&phone()).await.unwrap().as_ref(), Some(&created));
    assert_eq!(tenant.api().user(&created.id).await.unwrap().as_ref(), Some(&created));
    assert_eq!(tenant.api().user_with_phone(&other_phone()).await.unwrap(), None);
}

#[tokio::test]
async fn a_user_is_who_signs_in_on_the_hosted_page_with_the_number() {
    let tenant = Tenant::new().await;
    let sub = tenant.provider.add_user(PHONE, Some("Ada")).unwrap();
    let found = tenant.api().user_with_phone(&phone()).await.unwrap().unwrap();
    assert_eq!((found.id, found.claims.name.as_deref()), (sub, Some("Ada")));
}

#[tokio::test]
async fn a_number_belongs_to_one_user() {
    let tenant = Tenant::new().await;
    let first = tenant.api().create_user(&phone()).await.unwrap();
    assert_eq!(tenant.api().create_user(&phone()).await.unwrap_err().code(), "user.phone_in_use");
    let second = tenant.api().create_user(&other_phone()).await.unwrap();
    let error = tenant.api().set_primary_phone(&second.id, &phone()).await.unwrap_err();
    assert_eq!(error.code(), "user.phone_in_use");
    // One's own number is no one else's.
    tenant.api().set_primary_phone(&first.id, &phone()).await.unwrap();
    let third = PhoneNumber::from_digits("12015550125").unwrap();
    let changed = tenant.api().set_primary_phone(&first.id, &third).await.unwrap();
    assert_eq!(changed.claims.phone_number.as_deref(), Some("12015550125"));
    tenant.api().set_primary_phone(&second.id, &phone()).await.unwrap();
    assert_eq!(tenant.api().user_with_phone(&phone()).await.unwrap().unwrap().id, second.id);
}

#[tokio::test]
async fn a_name_is_set_and_removed() {
    let tenant = Tenant::new().await;
    let id = tenant.api().create_user(&phone()).await.unwrap().id;
    let named = tenant.api().set_name(&id, Some("Ada Ünïcode \"Quote\"")).await.unwrap();
    assert_eq!(named.claims.name.as_deref(), Some("Ada Ünïcode \"Quote\""));
    assert_eq!(named.claims.phone_number.as_deref(), Some(PHONE));
    let unnamed = tenant.api().set_name(&id, None).await.unwrap();
    assert_eq!(unnamed.claims.name, None);
    assert_eq!(tenant.api().user(&id).await.unwrap(), Some(unnamed));
}

#[tokio::test]
async fn a_suspended_user_is_seen_to_be_one() {
    let tenant = Tenant::new().await;
    let id = tenant.api().create_user(&phone()).await.unwrap().id;
    assert!(tenant.provider.suspend_user(&id));
    assert!(tenant.api().user(&id).await.unwrap().unwrap().is_suspended);
    assert!(tenant.api().user_with_phone(&phone()).await.unwrap().unwrap().is_suspended);
    assert!(tenant.provider.resume_user(&id));
    assert!(!tenant.api().user(&id).await.unwrap().unwrap().is_suspended);
}

#[tokio::test]
async fn a_deleted_user_is_gone() {
    let tenant = Tenant::new().await;
    let id = tenant.api().create_user(&phone()).await.unwrap().id;
    assert!(tenant.provider.delete_user(&id));
    assert_eq!(tenant.api().user(&id).await.unwrap(), None);
    assert_eq!(tenant.api().user_with_phone(&phone()).await.unwrap(), None);
    assert_eq!(tenant.api().set_name(&id, Some("x")).await.unwrap_err().code(), "user.not_found");
    assert_eq!(tenant.api().set_primary_phone(&id, &phone()).await.unwrap_err().code(), "user.not_found");
    for error in [tenant.api().roles(&id).await.unwrap_err(), tenant.api().organizations(&id).await.unwrap_err()] {
        assert!(matches!(error, logto::ManagementError::Refused { status: 404, .. }), "{error}");
    }
    assert_ne!(tenant.api().create_user(&phone()).await.unwrap().id, id);
}

#[tokio::test]
async fn roles_and_organizations_are_those_of_the_tenant() {
    let api = "https://api.example/";
    let organization = |id: &str| Organization { id: id.to_owned(), name: id.to_owned(), ..Organization::default() };
    let build = |provider: Builder| {
        provider
            .resource(ApiResource { indicator: api.to_owned(), scopes: vec!["read:things".to_owned()] })
            .role("reader", api, &["read:things"])
            .organization(organization("o1"))
            .organization(organization("o2"))
            .organization_role("owner", &[])
    };
    let tenant = Tenant::with(build, |_| {}).await;
    let id = tenant.api().create_user(&phone()).await.unwrap().id;
    assert!(tenant.api().roles(&id).await.unwrap().is_empty());
    assert!(tenant.api().organizations(&id).await.unwrap().is_empty());
    assert!(tenant.provider.add_role(&id, "reader"));
    assert!(tenant.provider.add_member("o1", &id, &["owner"]) && tenant.provider.add_member("o2", &id, &[]));
    assert_eq!(tenant.api().roles(&id).await.unwrap(), ["reader"]);
    let mut found = tenant.api().organizations(&id).await.unwrap();
    found.sort_by(|one, other| one.id.cmp(&other.id));
    let found: Vec<(&str, &[String])> = found.iter().map(|found| (&*found.id, &*found.roles)).collect();
    assert_eq!(found, [("o1", &["owner".to_owned()][..]), ("o2", &[])]);
}

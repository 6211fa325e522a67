//! A person's picture, or their initials, or a figure.

use leptos::{either::EitherOf3, prelude::*};

use crate::user::User;

/// `<Avatar user=user/>`: decoration, the name stands beside it.
#[component]
pub fn Avatar(
    /// Whose it is.
    user: User,
) -> impl IntoView {
    // The address comes from the provider: https, or nothing.
    match user.picture.filter(|picture| picture.starts_with("https://")) {
        Some(picture) => EitherOf3::A(view! {
            <img class="avatar" src=picture alt="" width="64" height="64" referrerpolicy="no-referrer"/>
        }),
        None => match user.name.as_deref().and_then(initials) {
            Some(initials) => EitherOf3::B(view! {
                <span class="avatar" aria-hidden="true">
                    {initials}
                </span>
            }),
            None => EitherOf3::C(view! { <span class="avatar avatar--figure" aria-hidden="true"></span> }),
        },
    }
}

/// The first letters of the first and the last word; the stylesheet makes them capitals.
fn initials(name: &str) -> Option<String> {
    let letter = |word: &str| word.chars().find(|character| character.is_alphabetic());
    let mut letters = name.split(' ').filter_map(letter);
    let first = letters.next()?;
    Some(std::iter::once(first).chain(letters.next_back()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_name() {
        for (name, expected) in [
            ("Ada Lovelace", Some("AL")),
            ("  Ada   King  Lovelace ", Some("AL")),
            ("ödön", Some("ö")),
            ("(Ada) \"Lovelace\"", Some("AL")),
            ("山田 太郎", Some("山太")),
            ("+1 201-555-0123", None),
            ("", None),
        ] {
            assert_eq!(initials(name).as_deref(), expected, "{name:?}");
        }
    }
}

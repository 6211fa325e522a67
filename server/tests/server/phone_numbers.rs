//! What people type, through the form: the corpus of numbers, and the country that is chosen before they type.

use std::{collections::BTreeMap, time::Duration};

use http::{Method, StatusCode};
use logto::dev_provider::DevProvider;
use serde::Deserialize;
use tokio::task::JoinSet;

use crate::house::{House, visitor::Visitor};

/// Enough for all rows together.
const PLENTY: &str = "100000/1h";
const LIMITS: [(&str, &str); 5] = [
    ("PHONE_TEXTS_PER_ADDRESS", PLENTY),
    ("PHONE_TEXTS_PER_ADDRESS_DAILY", PLENTY),
    ("PHONE_TEXTS_PER_NUMBER", PLENTY),
    ("PHONE_TEXTS_PER_NUMBER_DAILY", PLENTY),
    ("PHONE_TEXTS_OVERALL", PLENTY),
];
/// How many rows are on their way at a time.
const AT_A_TIME: usize = 8;
/// Between two texts to a number, on Logto's clock: it sends ten in ten minutes.
const BETWEEN_TEXTS: Duration = Duration::from_secs(61);
/// The page keeps so much of what was typed (characters).
const LONGEST_KEPT: usize = 64;

/// What the page says of each mistake, and of no other.
const SENTENCES: [(&str, &str); 8] = [
    ("phone_number.missing", "Enter your phone number."),
    ("phone_number.not_a_number", "This is not a phone number."),
    ("phone_number.too_short", "This number is too short for"),
    ("phone_number.too_long", "This number is too long for"),
    ("phone_number.unknown_country_code", "No country has this country code."),
    ("phone_number.not_of_region", "There is no such number in"),
    ("phone_number.not_mobile", "cannot receive texts: it is a landline or a service number."),
    ("phone_number.extension", "A number with an extension cannot receive texts."),
];

#[derive(Clone, Deserialize)]
struct Row {
    region: String,
    typed: String,
    digits: Option<String>,
    error: Option<String>,
}

fn corpus() -> Vec<Row> {
    serde_json::from_str(include_str!("../../../tests/phone_numbers/corpus.json")).unwrap()
}

/// Sends the form of each row, some at a time and each from a browser of its own: where it leads, and that page's status and
/// body where it is the number's again.
async fn answers(visitor: &Visitor, rows: Vec<Row>) -> Vec<(Row, String, Option<(StatusCode, String)>)> {
    let (mut rows, mut under_way, mut answers) = (rows.into_iter(), JoinSet::new(), Vec::new());
    loop {
        for row in rows.by_ref().take(AT_A_TIME - under_way.len()) {
            let mut visitor = visitor.stranger();
            under_way.spawn(async move {
                let form = [("country", row.region.as_str()), ("number", &row.typed)];
                let answer = visitor.post_form("/phone/send-code", &form).await;
                let leads_to = answer.location().unwrap_or_default().to_owned();
                let page = if leads_to.starts_with("/phone?v=") { Some(visitor.get(&leads_to).await) } else { None };
                (row, leads_to, page.map(|page| (page.status, page.body)))
            });
        }
        match under_way.join_next().await {
            Some(answer) => answers.push(answer.unwrap()),
            None => return answers,
        }
    }
}

/// When each text to a number was sent, the newest first.
fn texts(provider: &DevProvider, digits: &str) -> Vec<i64> {
    provider.messages(digits).iter().map(|message| message.sent_at).collect()
}

fn texts_asked_for(provider: &DevProvider) -> usize {
    provider.requests().iter().filter(|request| request.path == "/api/verification-codes").count()
}

#[tokio::test]
async fn sends_one_text_to_exactly_the_number_that_was_meant() {
    let house = House::open_embedded(&LIMITS).await;
    let mut by_number = BTreeMap::<String, Vec<Row>>::new();
    for row in corpus() {
        let Some(digits) = row.digits.clone() else { continue };
        by_number.entry(digits).or_default().push(row);
    }
    let (visitor, mut wrong, mut sent) = (house.visitor(), Vec::new(), 0);
    // In each round one way of typing each number, so that the text to it is this way's.
    while !by_number.is_empty() {
        house.provider.advance(BETWEEN_TEXTS);
        let before: BTreeMap<_, _> =
            by_number.keys().map(|digits| (digits.clone(), texts(&house.provider, digits))).collect();
        let round = by_number.values_mut().filter_map(Vec::pop).collect();
        by_number.retain(|_, rows| !rows.is_empty());
        for (Row { region, typed, digits, .. }, leads_to, page) in answers(&visitor, round).await {
            sent += 1;
            let digits = digits.unwrap();
            let (before, after) = (&before[&digits], texts(&house.provider, &digits));
            // The inbox forgets the oldest ones.
            let is_one_more = after.first() > before.first() && before.starts_with(&after[1..]);
            if !is_one_more || !leads_to.starts_with("/phone/code?v=") {
                let texts = after.len();
                wrong.push(format!("{region} {typed:?} {digits}: {leads_to}, {texts} texts, {page:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(texts_asked_for(&house.provider), sent, "a text to nobody's number");
}

#[tokio::test]
async fn hands_over_each_number_as_logtos_page_takes_it() {
    let house = House::open().await;
    let visitor = house.visitor();
    let mut one_way: BTreeMap<_, _> = corpus().into_iter().map(|row| (row.digits.clone(), row)).collect();
    one_way.remove(&None);
    let mut wrong = Vec::new();
    for Row { region, typed, digits, .. } in one_way.into_values() {
        let form = [("country", region.as_str()), ("number", &typed)];
        let handed = visitor.stranger().post_form("/phone/send-code", &form).await;
        let url = url::Url::parse(handed.location().unwrap()).unwrap();
        let hint = url.query_pairs().find(|(name, _)| name == "login_hint").map(|(_, hint)| hint.into_owned());
        let taken = house.provider.complete_authorization(url.as_str(), hint.as_deref().unwrap_or_default()).await;
        if taken.is_err() || hint != digits || texts(&house.provider, &digits.clone().unwrap()).len() != 1 {
            wrong.push(format!("{region} {typed:?} {digits:?}: {hint:?}, {taken:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn says_what_is_wrong_with_each_number_and_sends_no_text() {
    let house = House::open_embedded(&LIMITS).await;
    let rows = corpus().into_iter().filter(|row| row.error.is_some()).collect();
    let mut wrong = Vec::new();
    for (Row { region, typed, error, .. }, leads_to, page) in answers(&house.visitor(), rows).await {
        let error = error.unwrap();
        let Some((status, body)) = page else {
            wrong.push(format!("{region} {typed:?}: {leads_to}, not {error}"));
            continue;
        };
        let said: Vec<&str> =
            SENTENCES.iter().filter(|(_, sentence)| body.contains(sentence)).map(|(code, _)| *code).collect();
        let field = format!(" value=\"{}\"", escaped(&kept(&typed)));
        let is_kept = element(&body, "name=\"number\"").is_some_and(|input| input.contains(&field));
        let is_chosen = chosen_country(&body) == Some(&region);
        if status != StatusCode::UNPROCESSABLE_ENTITY || said != [&error] || !is_kept || !is_chosen {
            let field = element(&body, "name=\"number\"");
            wrong.push(format!("{region} {typed:?}: {status} {said:?}, not {error}; {field:?}, {is_chosen}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(texts_asked_for(&house.provider), 0, "a text that nobody can read");
}

/// What a page can show: no control characters, and not without end.
fn kept(typed: &str) -> String {
    typed.chars().filter(|char| !char.is_control()).take(LONGEST_KEPT).collect()
}

/// As HTML writes it between double quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The start tag that has this in it.
fn element<'a>(body: &'a str, attribute: &str) -> Option<&'a str> {
    let at = body.find(attribute)?;
    let (start, end) = (body[..at].rfind('<')?, at + body[at..].find('>')?);
    Some(&body[start..=end])
}

/// The code of the country that the select has chosen.
fn chosen_country(body: &str) -> Option<&str> {
    let chosen = body.split("<option ").skip(1).filter_map(|option| option.split('>').next());
    let mut chosen = chosen.filter(|tag| tag.split(' ').any(|attribute| attribute.starts_with("selected")));
    let code = chosen.next()?.split("value=\"").nth(1)?.split('"').next();
    // More than one is none: the last would win, and nobody meant it.
    code.filter(|_| chosen.next().is_none())
}

async fn asked_in(mut visitor: Visitor, languages: &str) -> String {
    let headers = [("sec-fetch-site", "none"), ("accept-language", languages)];
    // Nothing is no empty header, but none.
    let headers = if languages.is_empty() { &headers[..1] } else { &headers };
    let page = visitor.send(Method::GET, "/phone", headers).await;
    assert_eq!(page.status, StatusCode::OK);
    chosen_country(&page.body).unwrap_or_else(|| panic!("{languages}: {}", page.body)).to_owned()
}

#[tokio::test]
async fn chooses_the_country_of_the_language_that_the_browser_asks_for() {
    let house = House::open_embedded(&[]).await;
    for (languages, country) in [
        ("de-CH", "CH"),
        ("pt", "BR"),
        ("en-GB,en;q=0.9,de;q=0.8", "GB"),
        ("fr;q=0.3, de-AT;q=0.9", "AT"),
        ("", "US"),
        ("*", "US"),
        ("\"><script>;q=NaN,,;;x-de", "US"),
    ] {
        assert_eq!(asked_in(house.visitor(), languages).await, country, "{languages}");
    }
}

#[tokio::test]
async fn chooses_the_first_allowed_country_for_the_language_of_another() {
    let house = House::open_embedded(&[("PHONE_COUNTRIES", "DE AT")]).await;
    for (languages, country) in [("en-US", "DE"), ("", "DE"), ("en-US,de-AT;q=0.1", "AT")] {
        assert_eq!(asked_in(house.visitor(), languages).await, country, "{languages}");
    }
}

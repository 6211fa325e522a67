//! Two real processes that share Redis and the provider. The other one is this test binary again.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::{Arc, atomic::AtomicI64},
    time::Duration as RealTime,
};

use logto::{Keyring, RedisSessions, SessionKey, SessionLife, Sessions};
use tokio::task::JoinSet;

use crate::{
    house::{House, Time, client},
    storages::Kind,
};

const EACH: usize = 100;

/// Page views at once; how many of them found the person signed in with a fresh token.
async fn page_views(sessions: &Sessions, key: SessionKey) -> usize {
    let mut tasks = JoinSet::new();
    for _ in 0..EACH {
        let sessions = sessions.clone();
        tasks.spawn(async move { sessions.current(&key).await.unwrap() });
    }
    let now = sessions.client().clock().now();
    let fresh = |token: &logto::AccessToken| token.is_fresh(now);
    let found = tasks.join_all().await.into_iter().flatten();
    found.filter(|found| found.session.tokens.access_tokens().all(|(_, token)| fresh(token))).count()
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap()
}

/// Not a test of its own: what the other process does, once for every line that it reads.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "started by the tests below"]
async fn the_other_process() {
    let Ok(redis) = std::env::var("REDIS_URL") else { return };
    let mut line = String::new();
    println!("ready");
    while std::io::stdin().read_line(&mut line).unwrap() > 0 {
        // The clock of the parent, and the session.
        let (ahead, key) = line.trim().split_once(' ').unwrap();
        let clock = Time(Arc::new(AtomicI64::new(ahead.parse().unwrap()))).clock();
        let client = client(&env("ENDPOINT"), &env("BASE_URL"), clock.clone());
        let storage = RedisSessions::open(&redis, clock).unwrap();
        let keyring = Keyring::parse(&env("COOKIE_SECRET")).unwrap();
        let sessions = Sessions::new(client, keyring, storage, SessionLife::default());
        let bytes: Vec<u8> = (0..64).step_by(2).map(|at| u8::from_str_radix(&key[at..at + 2], 16).unwrap()).collect();
        let served = page_views(&sessions, SessionKey::from_bytes(bytes.try_into().unwrap())).await;
        println!("served {served}");
        line.clear();
    }
}

struct OtherProcess {
    child: Child,
    says: BufReader<std::process::ChildStdout>,
}

impl Drop for OtherProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl OtherProcess {
    fn start(house: &mut House) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture", "two_processes::the_other_process"])
            .env("REDIS_URL", house.place.redis().url())
            .env("ENDPOINT", house.provider.endpoint())
            .env("BASE_URL", &house.base_url)
            .env("COOKIE_SECRET", &house.cookie_secret)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut other = Self { says: BufReader::new(child.stdout.take().unwrap()), child };
        other.hears("ready");
        other
    }

    /// Lets it begin.
    fn begin(&mut self, house: &House, key: &SessionKey) {
        let key: String = key.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(self.child.stdin.as_mut().unwrap(), "{} {key}", house.ahead()).unwrap();
    }

    /// What it says next after this word; the test harness says things too.
    fn hears(&mut self, word: &str) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.says.read_line(&mut line).unwrap() > 0, "the other process has ended");
            if let Some(at) = line.find(word) {
                return line[at + word.len()..].trim().to_owned();
            }
        }
    }
}

async fn refreshes_once(rotation: bool) {
    let mut house = House::new(Kind::Redis).await;
    if rotation {
        house.provider.rotate_refresh_tokens();
    }
    let mut other = OtherProcess::start(&mut house);
    let key = house.sign_in().await;
    for _ in 0..3 {
        house.advance(crate::house::NEARLY_AN_HOUR);
        house.provider.delay_next("/oidc/token", RealTime::from_millis(300));
        other.begin(&house, &key);
        let here = page_views(&house.sessions, key).await;
        let there = tokio::task::block_in_place(|| other.hears("served"));
        assert_eq!((here, there.as_str()), (EACH, EACH.to_string().as_str()));
        assert_eq!(house.token_requests(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_refresh_once() {
    refreshes_once(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_refresh_once_with_rotation() {
    refreshes_once(true).await;
}

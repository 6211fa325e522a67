//! A file that is locked, damaged or out of reach: errors that name it, and all is well when the cause is gone.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use logto::{SessionKey, SessionStorage, SqliteOpenError, SqliteSessions};
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::storages::{TestClock, subject};

pub async fn open(file: &Path) -> Result<SqliteSessions, SqliteOpenError> {
    SqliteSessions::open(file, TestClock::new().clock()).await
}

/// A connection of the test's own.
pub async fn connect(file: &Path) -> SqliteConnection {
    SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap()
}

async fn create(sessions: &SqliteSessions, id: &str) -> Result<bool, logto::StorageError> {
    sessions.create(&SessionKey::of(id), b"data", TestClock::new().in_an_hour()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn makes_the_folder_and_keeps_sessions_over_a_restart() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("new/deep/app.db");
    let sessions = open(&file).await.unwrap();
    assert!(create(&sessions, "session").await.unwrap());
    sessions.close().await;
    let sessions = open(&file).await.unwrap();
    assert!(sessions.load(&SessionKey::of("session")).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn opens_one_new_file_in_many_processes_at_once() {
    let folder = TempDir::new().unwrap();
    for n in 0..5 {
        let file = folder.path().join(format!("{n}.db"));
        let mut tasks = JoinSet::new();
        for _ in 0..8 {
            let file = file.clone();
            tasks.spawn(async move { open(&file).await.map(|_| ()) });
        }
        for opened in tasks.join_all().await {
            opened.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn locked_file_fails_after_the_busy_timeout_and_heals() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("app.db");
    let sessions = open(&file).await.unwrap();
    assert!(create(&sessions, "before").await.unwrap());
    let mut other = connect(&file).await;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();

    let began = Instant::now();
    let error = create(&sessions, "locked").await.unwrap_err();
    let took = began.elapsed();
    assert!((Duration::from_millis(1900)..Duration::from_secs(4)).contains(&took), "{took:?}");
    assert!(error.to_string().contains(&*file.display().to_string()), "{error}");
    // Readers do not wait for who writes.
    assert!(sessions.load(&SessionKey::of("before")).await.unwrap().is_some());
    sessions.ping().await.unwrap();

    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    assert!(create(&sessions, "locked").await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn locked_file_counts_and_verifies_nothing_and_heals() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("app.db");
    // With connections of their own: on those of one they would wait in turn.
    let (a, b, c, d) = tokio::join!(open(&file), open(&file), open(&file), open(&file));
    let (a, b, c, d) = (a.unwrap(), b.unwrap(), c.unwrap(), d.unwrap());
    let (thing, holder, at) = (subject("sub"), subject("holder"), TestClock::new().in_an_hour());
    assert_eq!(a.count(&thing, time::Duration::HOUR).await.unwrap().number, 1);
    a.begin_verification(&thing, &holder, at).await.unwrap();
    assert_eq!(a.try_verification(&thing, &holder).await.unwrap(), Some(1));

    let mut other = connect(&file).await;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let failed = tokio::join!(
        async { a.count(&thing, time::Duration::HOUR).await.is_err() },
        async { b.begin_verification(&thing, &subject("thief"), at).await.is_err() },
        async { c.try_verification(&thing, &holder).await.is_err() },
        async { d.end_verification(&thing, &holder).await.is_err() },
    );
    assert_eq!(failed, (true, true, true, true));

    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    assert_eq!(a.count(&thing, time::Duration::HOUR).await.unwrap().number, 2);
    assert_eq!(c.try_verification(&thing, &holder).await.unwrap(), Some(2));
    assert!(d.end_verification(&thing, &holder).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_database_is_named_and_may_be_replaced() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("app.db");
    fs::write(&file, "no database, but long enough to be looked at as one: ".repeat(100)).unwrap();
    let error = open(&file).await.unwrap_err();
    assert_eq!(error.code(), "session_storage.sqlite.database");
    assert!(error.to_string().contains(&*file.display().to_string()), "{error}");
    assert!(error.to_string().contains("choose a writable place"), "{error}");
    assert!(fs::read_to_string(&file).unwrap().starts_with("no database"), "it was somebody's, and is no more");
    fs::remove_file(&file).unwrap();
    assert!(create(&open(&file).await.unwrap(), "session").await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_becomes_garbage_fails_and_heals_when_it_is_removed() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("app.db");
    let sessions = open(&file).await.unwrap();
    for n in 0..100 {
        assert!(create(&sessions, &n.to_string()).await.unwrap());
    }
    sessions.close().await;
    fs::write(&file, "garbage ".repeat(10_000)).unwrap();
    for _ in 0..3 {
        assert!(sessions.load(&SessionKey::of("1")).await.is_err());
        assert!(create(&sessions, "session").await.is_err());
        assert!(sessions.ping().await.is_err());
    }
    fs::remove_file(&file).unwrap();
    assert!(create(&sessions, "session").await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_damaged_under_open_connections_fails_and_heals() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("app.db");
    let sessions = open(&file).await.unwrap();
    for n in 0..100 {
        assert!(create(&sessions, &n.to_string()).await.unwrap());
    }
    // As a restore gone wrong does it: the log emptied, the file overwritten, its length kept.
    let mut other = connect(&file).await;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut other).await.unwrap();
    let length = fs::metadata(&file).unwrap().len();
    fs::write(&file, vec![b'x'; length.try_into().unwrap()]).unwrap();
    sqlx::query("PRAGMA cache_size = 0").execute(&mut other).await.unwrap();
    assert!(sqlx::query("DELETE FROM sessions").execute(&mut other).await.is_err());

    let mut failed = 0;
    for n in 0..200 {
        failed += i32::from(create(&sessions, &format!("new {n}")).await.is_err());
        failed += i32::from(sessions.load(&SessionKey::of(&n.to_string())).await.is_err());
    }
    assert!(failed > 0, "the damage was not noticed");
    drop(other);
    for left in fs::read_dir(folder.path()).unwrap() {
        fs::remove_file(left.unwrap().path()).unwrap();
    }
    assert!(create(&sessions, "session").await.unwrap());
    assert!(sessions.load(&SessionKey::of("session")).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_made_is_named_and_heals() {
    let folder = TempDir::new().unwrap();
    let in_the_way = folder.path().join("data");
    fs::write(&in_the_way, "a file").unwrap();
    let file = in_the_way.join("app.db");
    let error = open(&file).await.unwrap_err();
    assert_eq!(error.code(), "session_storage.sqlite.folder");
    assert!(error.to_string().contains(&*file.display().to_string()), "{error}");
    fs::remove_file(&in_the_way).unwrap();
    assert!(create(&open(&file).await.unwrap(), "session").await.unwrap());
}

/// Not by `chmod`: it keeps nothing from root. In `/proc` nobody makes files.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_folder_is_named() {
    let file = Path::new("/proc/app.db");
    let error = open(file).await.unwrap_err();
    assert_eq!(error.code(), "session_storage.sqlite.database");
    assert!(error.to_string().contains("/proc/app.db"), "{error}");
}

//! What stands in the file: nothing that takes over a session; and what is damaged hurts nobody else.

use std::{borrow::Cow, fs};

use logto::{IndexKey, SessionKey, SessionStorage};
use sqlx::migrate::Migrator;
use tempfile::TempDir;

use crate::{
    sqlite_faults::{connect, open},
    storages::{TestClock, subject},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_the_file_learns_no_session_id() {
    let folder = TempDir::new().unwrap();
    let sessions = open(&folder.path().join("app.db")).await.unwrap();
    let (key, at) = (SessionKey::of("the-id-in-the-cookie"), TestClock::new().in_an_hour());
    assert!(sessions.create(&key, b"data", at).await.unwrap());
    assert!(sessions.sign_in(&key, "the-sealed-value", &subject("the-subject"), None, at).await.unwrap());
    let (number, browser) = (IndexKey::of("texts", ["12015550123"]), IndexKey::of("browser", ["the-id"]));
    assert_eq!(sessions.count(&number, time::Duration::HOUR).await.unwrap().number, 1);
    sessions.begin_verification(&number, &browser, at).await.unwrap();
    sessions.close().await;
    let mut seen = Vec::new();
    for file in fs::read_dir(folder.path()).unwrap() {
        seen.extend(fs::read(file.unwrap().path()).unwrap());
    }
    let text = String::from_utf8_lossy(&seen);
    assert!(text.contains("the-sealed-value"), "the record is not where this test looks");
    assert!(!text.contains("the-id") && !text.contains("the-subject"));
    assert!(!text.contains("12015550123"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_record_is_no_session() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("app.db");
    let sessions = open(&file).await.unwrap();
    let (key, whole, at) = (SessionKey::of("damaged"), SessionKey::of("whole"), TestClock::new().in_an_hour());
    let mut sql = connect(&file).await;
    for damage in [
        "UPDATE sessions SET seen_at = 9223372036854775807 WHERE key = ?",
        "UPDATE sessions SET expires_at = 9223372036854775807 WHERE key = ?",
        "UPDATE sessions SET sealed = CAST(x'ff' AS TEXT) WHERE key = ?",
        "UPDATE sessions SET key = x'00' WHERE key = ?",
    ] {
        for key in [&key, &whole] {
            assert!(sessions.create(key, b"data", at).await.unwrap());
            assert!(sessions.sign_in(key, "sealed", &subject("sub"), None, at).await.unwrap());
        }
        let damaged = sqlx::query(damage).bind(&key.as_bytes()[..]).execute(&mut sql).await.unwrap();
        assert_eq!(damaged.rows_affected(), 1);
        assert_eq!(sessions.load(&key).await.unwrap(), None, "{damage}");
        let found = sessions.of_subject(&subject("sub")).await.unwrap();
        assert_eq!(found.len(), 1, "{damage}");
        assert_eq!(found[0].key, whole);
        sessions.delete(&key).await.unwrap();
        sqlx::query("DELETE FROM sessions").execute(&mut sql).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_former_table_gives_way_and_its_sessions_end() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("app.db");
    fs::write(&file, "").unwrap();
    let mut sql = connect(&file).await;
    let all = sqlx::migrate!("src/session_storage/migrations");
    let first = Migrator { migrations: Cow::Owned(vec![all.migrations[0].clone()]), ..all };
    first.run(&mut sql).await.unwrap();
    let key = SessionKey::of("session");
    let insert = sqlx::query("INSERT INTO sessions (id, record, expires_at) VALUES (?, x'00', 99999999999)");
    insert.bind(&key.as_bytes()[..]).execute(&mut sql).await.unwrap();

    let sessions = open(&file).await.unwrap();
    assert_eq!(sessions.load(&key).await.unwrap(), None);
    assert!(sessions.create(&key, b"", TestClock::new().in_an_hour()).await.unwrap());
    let versions: Vec<(i64,)> =
        sqlx::query_as("SELECT version FROM _sqlx_migrations ORDER BY version").fetch_all(&mut sql).await.unwrap();
    assert_eq!(versions, [(1,), (2,), (3,)]);
    drop(open(&file).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn deletes_expired_rows_for_good() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("app.db");
    let clock = TestClock::new();
    let sessions = logto::SqliteSessions::open(&file, clock.clock()).await.unwrap();
    let mut sql = connect(&file).await;
    // More than go at once.
    let rows = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2500) \
        INSERT INTO sessions (key, data, version, seen_at, expires_at) SELECT randomblob(32), x'', 0, 0, ? FROM n";
    sqlx::query(rows).bind(clock.now().unix_timestamp()).execute(&mut sql).await.unwrap();
    assert!(sessions.create(&SessionKey::of("living"), b"", clock.in_an_hour()).await.unwrap());
    assert!(sessions.use_once(&subject("jti"), clock.now()).await.unwrap());
    for (name, ends_at) in [("over", clock.now()), ("living", clock.in_an_hour())] {
        sessions.count(&subject(name), ends_at - clock.now()).await.unwrap();
        sessions.begin_verification(&subject(name), &subject("holder"), ends_at).await.unwrap();
    }
    sessions.delete_expired().await.unwrap();
    for (table, left) in [("sessions", 1_i64), ("used_once", 0), ("counts", 1), ("verifications", 1)] {
        let count = format!("SELECT count(*) FROM {table}");
        assert_eq!(sqlx::query_scalar::<_, i64>(&count).fetch_one(&mut sql).await.unwrap(), left, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_before_counts_keep_their_rows() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("app.db");
    fs::write(&file, "").unwrap();
    let mut sql = connect(&file).await;
    let all = sqlx::migrate!("src/session_storage/migrations");
    let former = Migrator { migrations: Cow::Owned(all.migrations[..2].to_vec()), ..all };
    former.run(&mut sql).await.unwrap();
    let (key, clock) = (SessionKey::of("session"), TestClock::new());
    let insert = "INSERT INTO sessions (key, data, version, seen_at, expires_at) VALUES (?, x'', 0, 0, ?)";
    let insert = sqlx::query(insert).bind(&key.as_bytes()[..]).bind(clock.in_an_hour().unix_timestamp());
    insert.execute(&mut sql).await.unwrap();

    let sessions = open(&file).await.unwrap();
    assert!(sessions.load(&key).await.unwrap().is_some());
    assert_eq!(sessions.count(&subject("sub"), time::Duration::HOUR).await.unwrap().number, 1);
}

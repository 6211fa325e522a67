//! The scripts: Redis runs each as a whole, so each is atomic (<https://redis.io/docs/latest/develop/programmability/>).
//!
//! A script that Redis refuses for want of memory or disk space is refused at its first change: nothing is half done.

use redis::Script;

/// The scripts of [`RedisSessions`](super::RedisSessions).
pub(super) struct Scripts {
    pub create: Script,
    pub load: Script,
    pub save_data: Script,
    pub sign_in: Script,
    pub replace: Script,
    pub touch: Script,
    pub delete: Script,
    pub find: Script,
    pub lock: Script,
    pub unlock: Script,
    pub use_once: Script,
    pub count: Script,
    pub begin_verification: Script,
    pub try_verification: Script,
    pub end_verification: Script,
}

macro_rules! script {
    ($file:literal) => {
        Script::new(concat!(include_str!("prelude.lua"), include_str!($file)))
    };
}

impl Scripts {
    pub(super) fn new() -> Self {
        Self {
            create: script!("create.lua"),
            load: script!("load.lua"),
            save_data: script!("save_data.lua"),
            sign_in: script!("sign_in.lua"),
            replace: script!("replace.lua"),
            touch: script!("touch.lua"),
            delete: script!("delete.lua"),
            find: script!("find.lua"),
            lock: script!("lock.lua"),
            unlock: script!("unlock.lua"),
            use_once: script!("use_once.lua"),
            count: script!("count.lua"),
            begin_verification: script!("begin_verification.lua"),
            try_verification: script!("try_verification.lua"),
            end_verification: script!("end_verification.lua"),
        }
    }
}

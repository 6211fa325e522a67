//! The server as people run it, as a process of its own, with a development provider in the test.

pub mod visitor;

use std::{
    fs::File,
    io::Read,
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

use logto::dev_provider::{Application, DevProvider, MachineToMachine};
use tempfile::TempDir;
use visitor::Visitor;

/// The organisation of the example tenant, which everybody belongs to.
pub const ORGANIZATION: &str = "example-org";
const CLIENT_ID: &str = "client!+ID";
pub const CLIENT_SECRET: &str = "s3cret:/%+";
const M2M_ID: &str = "machine!+ID";
pub const M2M_SECRET: &str = "m2m-s3cret:/%+";
/// The file of what the servers say.
const OUTPUT: &str = "output.txt";
/// A number that everybody may use in examples.
pub const PHONE: &str = "12015550123";

pub fn secret(digit: char) -> String {
    digit.to_string().repeat(64)
}

pub struct House {
    pub provider: DevProvider,
    pub base_url: String,
    pub folder: TempDir,
    pub cookie_secret: String,
    pub session_store: String,
    /// Settings beyond those that every house has.
    pub settings: Vec<(&'static str, String)>,
    /// Where the servers write what they say, if not where the test does.
    output: Option<File>,
    port: u16,
    server: Option<Server>,
    others: Vec<Server>,
}

/// A running server; it is killed when the test ends, however it ends.
pub struct Server(pub Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl House {
    pub async fn new() -> Self {
        let port = free_port();
        let base_url = format!("http://localhost:{port}");
        let application = Application {
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.to_owned(),
            redirect_uris: vec![format!("{base_url}/callback")],
            post_logout_redirect_uris: vec![format!("{base_url}/")],
            backchannel_logout_uri: Some(format!("{base_url}/backchannel-logout")),
            allow_token_exchange: true,
            ..Application::default()
        };
        let machine = MachineToMachine { client_id: M2M_ID.to_owned(), client_secret: M2M_SECRET.to_owned() };
        let provider = DevProvider::builder().application(application).machine_to_machine(machine);
        let provider = provider.example_tenant(&base_url).start().await.unwrap();
        let folder = site_folder();
        let session_store = "sqlite:data/app.db".to_owned();
        Self {
            provider,
            base_url,
            folder,
            cookie_secret: secret('a'),
            session_store,
            settings: vec![],
            output: None,
            port,
            server: None,
            others: vec![],
        }
    }

    /// A house with its server running.
    pub async fn open() -> Self {
        let mut house = Self::new().await;
        house.start().await;
        house
    }

    /// A house that signs in by phone itself, with these settings.
    pub async fn open_embedded(settings: &[(&'static str, &str)]) -> Self {
        let mut house = Self::embedded(settings).await;
        house.start().await;
        house
    }

    /// The same, whose servers' standard output and error the test reads with [`output`](Self::output).
    pub async fn open_embedded_and_listen(settings: &[(&'static str, &str)]) -> Self {
        let mut house = Self::embedded(settings).await;
        house.output = Some(File::create(house.folder.path().join(OUTPUT)).unwrap());
        house.start().await;
        house
    }

    async fn embedded(settings: &[(&'static str, &str)]) -> Self {
        let mut house = Self::new().await;
        let m2m = [("LOGTO_M2M_APP_ID", M2M_ID), ("LOGTO_M2M_APP_SECRET", M2M_SECRET)];
        house.settings = m2m.iter().chain(settings).map(|(name, value)| (*name, (*value).to_owned())).collect();
        house
    }

    /// All that the servers have said so far.
    pub fn output(&self) -> String {
        std::fs::read_to_string(self.folder.path().join(OUTPUT)).unwrap()
    }

    pub async fn start(&mut self) {
        self.server = Some(self.spawn(self.port).await);
    }

    /// Starts one more process over the same settings, and gives its address.
    pub async fn start_another(&mut self) -> String {
        let port = free_port();
        let another = self.spawn(port).await;
        self.others.push(another);
        format!("http://localhost:{port}")
    }

    async fn spawn(&self, port: u16) -> Server {
        let mut command = command(self.folder.path());
        if let Some(output) = &self.output {
            command.stdout(output.try_clone().unwrap()).stderr(output.try_clone().unwrap());
        }
        let child = command
            .env("LOGTO_ENDPOINT", self.provider.endpoint())
            .env("LOGTO_APP_ID", CLIENT_ID)
            .env("LOGTO_APP_SECRET", CLIENT_SECRET)
            .env("BASE_URL", &self.base_url)
            .env("COOKIE_SECRET", &self.cookie_secret)
            .env("SESSION_STORE", &self.session_store)
            .env("LOGTO_RESOURCES", format!("{}/api/v1", self.base_url))
            .env("LOGTO_SCOPES", "phone roles urn:logto:scope:organizations read:me read:members")
            .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .spawn()
            .unwrap();
        let server = Server(child);
        answers(&format!("http://localhost:{port}/healthz")).await;
        server
    }

    /// How often a refresh token was sent since the last call.
    pub fn refreshes(&self) -> usize {
        let requests = self.provider.requests();
        self.provider.clear_requests();
        requests.iter().filter(|request| request.grant_type.as_deref() == Some("refresh_token")).count()
    }

    /// Kills the server with SIGKILL: it has no chance to write anything down.
    pub fn kill(&mut self) {
        self.server = None;
    }

    pub fn visitor(&self) -> Visitor {
        Visitor::new(&self.base_url)
    }

    /// Somebody who has signed in.
    pub async fn signed_in(&self) -> Visitor {
        let mut visitor = self.visitor();
        let answer = visitor.sign_in(&self.provider, "/sign-in").await;
        assert_eq!(answer.location(), Some("/"));
        visitor
    }

    /// The paths of the requests to the provider since the last call.
    pub fn requests(&self) -> Vec<String> {
        let requests = self.provider.requests().into_iter().map(|request| request.path).collect();
        self.provider.clear_requests();
        requests
    }
}

/// The server's binary with nothing of this machine's environment but what it must have.
pub fn command(folder: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.env_clear().current_dir(folder).env("LEPTOS_SITE_ROOT", "site").env("LEPTOS_HASH_FILES", "false");
    if let Ok(filter) = std::env::var("RUST_LOG") {
        command.env("RUST_LOG", filter);
    }
    command
}

/// An empty folder but for a site.
pub fn site_folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
    std::fs::write(folder.path().join("site/robots.txt"), "User-agent: *\n").unwrap();
    std::fs::write(folder.path().join("site/pkg/leptos-logto.css"), "body{}\n").unwrap();
    folder
}

/// Runs the server until it ends by itself; its exit code and what it said.
pub fn run_to_end(command: &mut Command) -> (Option<i32>, String) {
    let mut child = Server(command.stderr(Stdio::piped()).spawn().unwrap());
    let mut said = String::new();
    child.0.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    (child.0.wait().unwrap().code(), said)
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until somebody answers at this address; a start takes a fraction of a second.
pub async fn answers(url: &str) {
    let http = visitor::http();
    let asked = async {
        while http.get(url).send().await.is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asked).await.expect("the server does not answer");
}

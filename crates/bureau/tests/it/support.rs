//! The world the tests act in: the demo county, at nine in the morning of 5 March 2026.

use base::{Clock, Config, Role, clock::FixedClock, day::Date};
use bureau::{FirstLogin, demo};
use std::sync::Arc;
use tempfile::TempDir;
use testkit::{Browser, TestApp, TestDb};
use tokio::sync::OnceCell;

const DATABASE: &str = "test.db";

/// The demo county with its units, people and log-ins.
pub(crate) struct World {
    pub(crate) app: TestApp,
}

/// The demo county, on SQLite.
pub(crate) async fn world() -> World {
    with_config(Config::default()).await
}

/// The same where something is set before the start.
pub(crate) async fn with_config(config: Config) -> World {
    founded_in(testkit::sqlite(&bureau::migrations()).await, config).await
}

/// The same as [`world`] on every engine there is.
pub(crate) async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for database in testkit::databases(&bureau::migrations()).await {
        worlds.push(founded_in(database, Config::default()).await);
    }
    worlds
}

async fn founded_in(database: TestDb, config: Config) -> World {
    let files = store::Files::at(database.folder.path().join("files"));
    let (identify, slices) = (bureau::identify, bureau::slices());
    let app = TestApp::with(database, files, clock(), config, identify, slices).await;
    let shared = &app.app;
    demo::org::create(shared.db(), shared.files(), shared.clock())
        .await
        .unwrap();
    World { app }
}

impl World {
    /// Database and files as they are now, to be taken up again any number of times.
    pub(crate) async fn kept(self) -> TempDir {
        let folder = TempDir::new().unwrap();
        let app = &self.app.app;
        let kept = store::Files::at(folder.path().join("files"));
        for name in app.files().names().await.unwrap() {
            let content = app.files().get(&name).await.unwrap();
            kept.put(content).await.unwrap();
        }
        // The last connection writes everything into the one file when it closes.
        app.db().clone().close().await.unwrap();
        let file = self.app.database().folder.path().join(DATABASE);
        std::fs::copy(file, folder.path().join(DATABASE)).unwrap();
        folder
    }

    /// A world as it was kept.
    pub(crate) async fn copied(kept: &TempDir) -> Self {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join(DATABASE);
        std::fs::copy(kept.path().join(DATABASE), &file).unwrap();
        // Names of files are hashes of their content: copies may share them.
        let files = kept.path().join("files");
        if files.exists() {
            std::os::unix::fs::symlink(files, folder.path().join("files")).unwrap();
        }
        let db = store::Db::open_sqlite(&file).await.unwrap();
        Self {
            app: app_over(TestDb { db, folder }).await,
        }
    }

    /// Somebody of this role, signed in.
    pub(crate) async fn as_(&self, role: Role) -> Browser {
        let demo = demo::org::LOGINS
            .iter()
            .find(|demo| demo.role == role)
            .unwrap();
        let mut browser = self.app.browser();
        let page = browser.sign_in(demo.login, demo::org::PASSWORD).await;
        assert_eq!(page.location(), "/", "{}", page.text());
        // A page of the new session, for the token of the first form that is posted.
        browser.get("/password").await.is_ok();
        browser
    }

    /// Somebody without a log-in.
    pub(crate) fn nobody(&self) -> Browser {
        self.app.browser()
    }

    /// The id of a unit.
    pub(crate) async fn unit(&self, short_name: &str) -> String {
        let sql = format!("select id as word from org_units where short_name = '{short_name}'");
        self.word(&sql).await
    }

    /// One word of the database, for ids that no page of the role at hand shows.
    pub(crate) async fn word(&self, sql: &str) -> String {
        #[derive(store::FromQueryResult)]
        struct Row {
            word: String,
        }
        let row: Option<Row> = store::Read::row(self.app.app.db(), sql, Vec::new())
            .await
            .unwrap();
        row.unwrap_or_else(|| panic!("no row: {sql}")).word
    }

    /// From now on, nobody of this role comes in without a second step.
    pub(crate) async fn must_have_second_factor(&self, role: &str) {
        let rules = format!(r#"{{"second_factor":["{role}"]}}"#);
        let mut tx = self.app.app.db().begin_write().await.unwrap();
        store::settings::set(&mut tx, "org.sign_in_rules", &rules)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// How many rows a query counts as `n`.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        store::Read::number(self.app.app.db(), sql, Vec::new())
            .await
            .unwrap()
    }
}

/// The whole demo county with its plans, reports, data and registers, on the day the demo stands at.
/// It is made once; every test has a copy.
pub(crate) async fn county() -> World {
    static MADE: OnceCell<TempDir> = OnceCell::const_new();
    let made = MADE
        .get_or_init(|| async {
            let world = county_in(testkit::sqlite(&bureau::migrations()).await).await;
            world.kept().await
        })
        .await;
    World::copied(made).await
}

/// The same on every engine there is.
pub(crate) async fn counties() -> Vec<World> {
    let mut worlds = vec![county().await];
    for database in testkit::databases(&bureau::migrations()).await.drain(1..) {
        worlds.push(county_in(database).await);
    }
    worlds
}

async fn county_in(database: TestDb) -> World {
    let app = app_over(database).await;
    let shared = &app.app;
    demo::create(shared.db(), shared.files()).await.unwrap();
    World { app }
}

async fn app_over(database: TestDb) -> TestApp {
    TestApp::new(database, demo::clock(), bureau::identify, bureau::slices()).await
}

/// An application over an empty database with its administrator of the system.
pub(crate) async fn founded() -> (TestApp, FirstLogin) {
    let app = application().await;
    let shared = &app.app;
    let logins = bureau::first_start(shared.db(), shared.files(), shared.clock())
        .await
        .unwrap()
        .expect("an empty database");
    let of_system = logins
        .into_iter()
        .find(|login| login.role == Role::Administrator);
    (app, of_system.unwrap())
}

async fn application() -> TestApp {
    let database = testkit::sqlite(&bureau::migrations()).await;
    TestApp::new(database, clock(), bureau::identify, bureau::slices()).await
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock::at_nine(Date::constant(2026, 3, 5)))
}

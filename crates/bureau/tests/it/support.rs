//! The world the tests act in: the demo county, at nine in the morning of 5 March 2026.

use base::{Clock, Config, Role, clock::FixedClock, day::Date};
use bureau::{FirstLogin, demo};
use std::sync::Arc;
use testkit::{Browser, TestApp};

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
    let database = testkit::sqlite(&bureau::migrations()).await;
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

//! The world the tests act in.

use base::{Clock, clock::FixedClock, day::Date};
use bureau::FirstLogin;
use std::sync::Arc;
use testkit::TestApp;

/// An application over an empty database with its first administrator, at nine in the morning of
/// 5 March 2026.
pub(crate) async fn founded() -> (TestApp, FirstLogin) {
    let app = application().await;
    let clock = app.app.clock().clone();
    let login = bureau::first_start(app.app.db(), app.app.files(), &clock)
        .await
        .unwrap()
        .expect("an empty database");
    (app, login)
}

async fn application() -> TestApp {
    let database = testkit::sqlite(&bureau::migrations()).await;
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at_nine(Date::constant(2026, 3, 5)));
    TestApp::new(database, clock, bureau::identify, bureau::slices()).await
}

//! The pages of this slice.

mod password;
mod sign_in;

use super::paths;
use shell::{Route, Who};

/// Every route with who may use it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::SIGN_IN, Who::Anyone, sign_in::show),
        Route::post(paths::SIGN_IN, Who::Anyone, sign_in::submit),
        Route::post(paths::SIGN_OUT, Who::SignedInAtAll, sign_in::sign_out),
        Route::get(paths::PASSWORD, Who::SignedInAtAll, password::show),
        Route::post(paths::PASSWORD, Who::SignedInAtAll, password::submit),
    ]
}

//! What every page stands in: frame, forms, csrf, sessions in requests, errors, assets.
pub mod frame;

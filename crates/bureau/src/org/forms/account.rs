//! A log-in to be opened.

use shell::{Field, Posted};

pub(in crate::org) struct AccountForm {
    pub(in crate::org) login: Field,
}

impl AccountForm {
    pub(in crate::org) fn new(suggested: &str) -> Self {
        Self {
            login: Field::new("login", "账号")
                .required()
                .hint("登录时填写，2至40个小写字母、数字和 . _ - @。")
                .value(suggested),
        }
    }

    pub(in crate::org) fn posted(posted: &Posted) -> Self {
        let mut form = Self::new("");
        form.login = form.login.filled(posted);
        form
    }
}

//! A request, from the side of a page: who is here, and how to answer.

use crate::{
    App, Identity, Limited, Reply, Result, cookie, csrf,
    frame::{Crumb, Frame, MenuEntry, Message, Person, RailEntry, Tone},
    origin,
};
use askama::Template;
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{StatusCode, header, request::Parts},
    middleware::Next,
    response::{Html, IntoResponse, Redirect},
};
use base::{Actor, Refusal};
use std::{ops::Deref, sync::Arc};
use store::{
    Ctx, JobId,
    sessions::{self, Vouched},
};

/// Whoever is here, signed in or not.
#[derive(Clone)]
pub struct Guest {
    app: App,
    identity: Arc<Identity>,
    visitor: Arc<str>,
    session: Option<Arc<str>>,
    half_session: Option<Arc<str>>,
    errand: Option<Arc<str>>,
    message: Option<Message>,
    path: Arc<str>,
    from: Arc<str>,
    terminal: Arc<str>,
    is_fragment: bool,
    is_secure: bool,
}

/// Somebody signed in. Everything an action needs is inside: `actions::sign_off(&visit, …)`.
#[derive(Clone)]
pub struct Visit {
    guest: Guest,
    ctx: Arc<Ctx>,
}

impl Visit {
    /// Where one signs in.
    pub const SIGN_IN: &'static str = "/sign-in";
    /// Where one signs out.
    pub const SIGN_OUT: &'static str = "/sign-out";
    /// Where a password is changed.
    pub const CHANGE_PASSWORD: &'static str = "/password";
    /// Where one looks for something by words.
    pub const SEARCH: &'static str = "/search";
    /// Where a telephone is bound for the second step.
    pub const SECOND_FACTOR: &'static str = "/second-factor";
    /// Where one sees where else one is signed in.
    pub const SESSIONS: &'static str = "/sessions";
}

impl Deref for Visit {
    type Target = Ctx;

    fn deref(&self) -> &Ctx {
        &self.ctx
    }
}

impl Visit {
    /// The same visit where it does not matter who is here.
    #[must_use]
    pub fn guest(&self) -> &Guest {
        &self.guest
    }

    /// The frame of a page of this title.
    #[must_use]
    pub fn frame(&self, title: impl Into<String>) -> Frame {
        self.guest.frame(title)
    }

    /// Whether htmx asks for a piece of a page rather than a page.
    #[must_use]
    pub fn is_fragment(&self) -> bool {
        self.guest.is_fragment
    }

    /// A page.
    pub fn page(&self, page: &impl Template) -> Result<Reply> {
        self.guest.page(page)
    }

    /// The page again, with what was typed and what is wrong with it.
    pub fn invalid(&self, page: &impl Template) -> Result<Reply> {
        self.guest.invalid(page)
    }

    /// The page again because somebody else saved first.
    pub fn conflict(&self, page: &impl Template) -> Result<Reply> {
        Ok((StatusCode::CONFLICT, Html(page.render()?)).into_response())
    }

    /// It is done: go there and say so.
    pub fn done(&self, text: impl Into<String>, to: impl AsRef<str>) -> Result<Reply> {
        self.guest.go(
            Some(Message {
                tone: Tone::Done,
                text: text.into(),
            }),
            to.as_ref(),
        )
    }

    /// It is done, but there is something to look at.
    pub fn done_but(&self, text: impl Into<String>, to: impl AsRef<str>) -> Result<Reply> {
        self.guest.go(
            Some(Message {
                tone: Tone::Notice,
                text: text.into(),
            }),
            to.as_ref(),
        )
    }

    /// A job was put in that somebody waits for: go and see how far it is.
    pub fn started(&self, job: JobId) -> Result<Reply> {
        self.guest.go(None, &crate::jobs::progress_path(job))
    }

    /// A rule said no: go back and say why and what to do.
    pub fn refused(&self, refusal: &Refusal, to: impl AsRef<str>) -> Result<Reply> {
        self.guest.refused(refusal, to.as_ref())
    }

    /// A file to keep, under a name.
    pub fn download(&self, bytes: Vec<u8>, content_type: &str, name: &str) -> Result<Reply> {
        file("attachment", bytes, content_type, name)
    }

    /// A picture or pages for a page of this server to show within itself.
    pub fn inline(&self, bytes: Vec<u8>, content_type: &str, name: &str) -> Result<Reply> {
        let mut reply = file("inline", bytes, content_type, name)?;
        reply.extensions_mut().insert(crate::headers::ShownWithin);
        Ok(reply)
    }
}

fn file(how: &str, bytes: Vec<u8>, content_type: &str, name: &str) -> Result<Reply> {
    let encoded: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let disposition = format!("{how}; filename*=UTF-8''{}", encoded.replace('+', "%20"));
    Ok((
        [
            (header::CONTENT_TYPE, content_type),
            (header::CONTENT_DISPOSITION, &disposition),
        ],
        bytes,
    )
        .into_response())
}

/// A name as the top of each page shows it: 「秦少恒（代方晓岚）」.
fn name_shown(actor: &Actor) -> String {
    let names: Vec<&str> = actor
        .acting_for
        .iter()
        .map(|delegation| delegation.name.as_str())
        .collect();
    match names.is_empty() {
        true => actor.name.clone(),
        false => format!("{}（代{}）", actor.name, names.join("、")),
    }
}

impl Guest {
    /// Who is signed in.
    #[must_use]
    pub fn actor(&self) -> Option<&Actor> {
        self.identity.actor.as_ref()
    }

    /// The application.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Network address of the request.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// Address and terminal together, as the audit keeps them: 「10.1.2.3 Windows Chrome 109」.
    fn address_and_terminal(&self) -> String {
        format!("{} {}", self.from, self.terminal)
            .trim_end()
            .to_owned()
    }

    /// What an action is given that is done by whoever is here, perhaps by nobody: signing in.
    #[must_use]
    pub fn ctx(&self) -> Ctx {
        Ctx {
            db: self.app.db().clone(),
            files: self.app.files().clone(),
            clock: self.app.clock().clone(),
            actor: self.actor().cloned().unwrap_or_default(),
            from: self.address_and_terminal(),
        }
    }

    /// One more of what is limited; refused when it is too many.
    pub fn take(&self, what: Limited, whose: &str) -> Result<()> {
        let now_ms = self.app.clock().machine_ms();
        let taken = self.app.limits().take(what, whose, now_ms);
        taken.map_err(|wait_s| crate::Error::TooMany { wait_s })
    }

    /// The token of half a session: the password was right, the second step is still to come.
    #[must_use]
    pub fn half_session(&self) -> Option<&str> {
        self.half_session.as_deref()
    }

    /// What this browser keeps of an errand: somebody went elsewhere to be asked who they are.
    #[must_use]
    pub fn errand(&self) -> Option<&str> {
        self.errand.as_deref()
    }

    /// Sends somebody elsewhere, to another site, with something their browser keeps meanwhile.
    pub fn go_on_errand(&self, kept: &str, to: &str) -> Result<Reply> {
        let mut reply = self.go(None, to)?;
        cookie::set(reply.headers_mut(), cookie::ERRAND, kept, self.is_secure);
        Ok(reply)
    }

    /// A reply after which the browser keeps nothing of the errand.
    #[must_use]
    pub fn end_errand(&self, mut reply: Reply) -> Reply {
        cookie::clear(reply.headers_mut(), cookie::ERRAND, self.is_secure);
        reply
    }

    /// A rule said no to somebody who may not be signed in: go and say why and what to do.
    pub fn refused(&self, refusal: &Refusal, to: &str) -> Result<Reply> {
        let text = format!("{}{}", refusal.what, refusal.next);
        let tone = Tone::Refused;
        self.go(Some(Message { tone, text }), to)
    }

    /// The session's token, when there is one.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// The frame of a page of this title.
    #[must_use]
    pub fn frame(&self, title: impl Into<String>) -> Frame {
        let actor = self.actor();
        // Before a first password is changed, the rail would lead nowhere else.
        let may_go = actor.is_some_and(|actor| !actor.is_held_up());
        let rail = self
            .app
            .rail()
            .iter()
            .filter(|entry| may_go && entry.who.admits(actor));
        Frame {
            title: title.into(),
            bureau: self.identity.bureau.clone(),
            person: actor.map(|actor| Person {
                name: name_shown(actor),
                unit: actor.unit_name.clone(),
            }),
            inbox: self.identity.inbox.filter(|_| may_go),
            menu: actor.map(|_| menu()).unwrap_or_default(),
            search: match may_go {
                true => Visit::SEARCH.to_owned(),
                false => String::new(),
            },
            rail: rail
                .map(|entry| RailEntry {
                    label: entry.label,
                    icon: entry.icon,
                    href: entry.href.to_owned(),
                    current: is_within(&self.path, entry.href),
                })
                .collect(),
            message: self.message.clone(),
            csrf: self.app.csrf_key().token(&self.visitor, self.session()),
            ..Frame::default()
        }
    }

    /// A page.
    pub fn page(&self, page: &impl Template) -> Result<Reply> {
        Ok(Html(page.render()?).into_response())
    }

    /// The page again, with what was typed and what is wrong with it.
    pub fn invalid(&self, page: &impl Template) -> Result<Reply> {
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
    }

    /// Goes to another page, with a message to be shown there.
    pub fn go(&self, message: Option<Message>, to: &str) -> Result<Reply> {
        // What a form sends back as the question of a page may hold anything; it is left out then.
        let to = match to.parse::<axum::http::Uri>() {
            Ok(_) => to,
            Err(_) => to.split('?').next().unwrap_or("/"),
        };
        let mut reply = Redirect::to(to).into_response();
        if let Some(message) = message {
            cookie::set(
                reply.headers_mut(),
                cookie::MESSAGE,
                &message.to_cookie(),
                self.is_secure,
            );
        }
        Ok(reply)
    }

    /// Goes to a page with a new session begun under this token, or with the session ended.
    pub fn go_with_session(&self, token: Option<&str>, to: &str) -> Result<Reply> {
        let mut reply = self.go(None, to)?;
        match token {
            Some(token) => cookie::set(reply.headers_mut(), cookie::SESSION, token, self.is_secure),
            None => cookie::clear(reply.headers_mut(), cookie::SESSION, self.is_secure),
        }
        Ok(reply)
    }

    pub(crate) fn owns_token(&self, token: &str) -> bool {
        self.app
            .csrf_key()
            .fits(token, &self.visitor, self.session())
    }
}

impl Frame {
    /// Adds the line that says what the page is.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// Adds a step of the way to the page.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Crumb {
            label: label.into(),
            href: href.into(),
        });
        self
    }
}

impl Message {
    fn to_cookie(&self) -> String {
        let tone = match self.tone {
            Tone::Done => 'd',
            Tone::Notice => 'n',
            Tone::Refused => 'r',
        };
        // A cookie holds some 4,000 bytes; percent-encoding makes nine of one Chinese character.
        let text: String = self.text.chars().take(300).collect();
        let encoded: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        format!("{tone}{encoded}")
    }

    fn from_cookie(value: &str) -> Option<Self> {
        let mut chars = value.chars();
        let tone = match chars.next()? {
            'd' => Tone::Done,
            'n' => Tone::Notice,
            'r' => Tone::Refused,
            _ => return None,
        };
        let (text, _) = form_urlencoded::parse(chars.as_str().as_bytes()).next()?;
        Some(Self {
            tone,
            text: text.into_owned(),
        })
    }
}

/// Finds out who is here and hands it on; outermost but the headers.
pub(crate) async fn enter(State(app): State<App>, mut request: Request, next: Next) -> Reply {
    let is_asset = request.uri().path().starts_with("/assets/");
    if is_asset {
        return next.run(request).await;
    }
    let headers = request.headers();
    let is_secure = origin::is_secure(&request);
    let known_visitor = cookie::read(headers, cookie::VISITOR, is_secure);
    let is_new_visitor = known_visitor.is_none();
    let message = cookie::read(headers, cookie::MESSAGE, is_secure)
        .as_deref()
        .and_then(Message::from_cookie);
    let has_message = message.is_some();
    let token = cookie::read(headers, cookie::SESSION, is_secure);
    let errand = cookie::read(headers, cookie::ERRAND, is_secure);
    let identity = match identify(&app, token.as_deref()).await {
        Ok(found) => found,
        Err(error) => return crate::Error::from(error).into_response(),
    };
    // A token without somebody behind it is half a session, or one that is over.
    let (session, half_session) = match identity.actor {
        Some(_) => (token, None),
        None => (None, token),
    };
    let guest = Guest {
        app,
        identity: Arc::new(identity),
        visitor: known_visitor.unwrap_or_else(csrf::random_word).into(),
        session: session.map(Into::into),
        half_session: half_session.map(Into::into),
        errand: errand.map(Into::into),
        message,
        path: request.uri().path().into(),
        from: origin::address(&request).into(),
        terminal: origin::terminal(headers).into(),
        is_fragment: headers.contains_key("hx-request"),
        is_secure,
    };
    let visitor = guest.visitor.clone();
    let shows_pages = request.method() == axum::http::Method::GET;
    request.extensions_mut().insert(guest);
    let mut reply = next.run(request).await;
    if is_new_visitor {
        cookie::set(reply.headers_mut(), cookie::VISITOR, &visitor, is_secure);
    }
    if has_message && shows_pages && !reply.status().is_redirection() {
        cookie::clear(reply.headers_mut(), cookie::MESSAGE, is_secure);
    }
    reply
}

async fn identify(app: &App, token: Option<&str>) -> store::Result<Identity> {
    let signed_in = match token {
        Some(token) => sessions::signed_in(app.db(), token, app.clock().now_ms()).await?,
        None => None,
    };
    let account = signed_in.map(|signed_in| signed_in.account);
    let mut identity = app.identify(account).await?;
    if let (Some(actor), Some(signed_in)) = (&mut identity.actor, signed_in) {
        ease(actor, signed_in.vouched);
    }
    Ok(identity)
}

/// What is not asked of somebody in a session for which somebody outside vouched. It is the session
/// that knows: another one of the same person, begun by a password alone, is held up as ever.
fn ease(actor: &mut Actor, vouched: Vouched) {
    match vouched {
        Vouched::Here => {}
        Vouched::Outside => actor.must_change_password = false,
        Vouched::OutsideTwice => {
            actor.must_change_password = false;
            actor.must_enrol = false;
        }
    }
}

/// What opens under the person's name.
fn menu() -> Vec<MenuEntry> {
    vec![
        MenuEntry {
            label: "修改密码",
            href: Visit::CHANGE_PASSWORD.to_owned(),
            posts: false,
        },
        MenuEntry {
            label: "两步验证",
            href: Visit::SECOND_FACTOR.to_owned(),
            posts: false,
        },
        MenuEntry {
            label: "在别处的登录",
            href: Visit::SESSIONS.to_owned(),
            posts: false,
        },
        MenuEntry {
            label: "退出登录",
            href: Visit::SIGN_OUT.to_owned(),
            posts: true,
        },
    ]
}

fn is_within(path: &str, href: &str) -> bool {
    path == href
        || (href != "/"
            && path
                .strip_prefix(href)
                .is_some_and(|rest| rest.starts_with('/')))
}

impl FromRequestParts<App> for Guest {
    type Rejection = crate::Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| store::Error::NotFound.into())
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = crate::Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let guest = Guest::from_request_parts(parts, app).await?;
        if guest.actor().is_none() {
            return Err(store::Error::NotFound.into());
        }
        let ctx = Arc::new(guest.ctx());
        Ok(Self { guest, ctx })
    }
}

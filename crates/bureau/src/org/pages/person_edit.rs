//! 登记人员、修改姓名和手机号.

use super::{fillable_role_choices, frame_below_people, unit_choices};
use crate::org::{
    actions,
    forms::{Choice, PersonForm, PostForm},
    model::Person,
    paths,
};
use ::store::Error;
use askama::Template;
use base::actor::PersonId;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/person_edit.html")]
struct PersonEditPage {
    frame: Frame,
    action: String,
    form: PersonForm,
    /// The first post of somebody new, with the choices for it.
    post: Option<(PostForm, Vec<Choice>, Vec<Choice>)>,
    /// Somebody saved first: what is stored now.
    stored_now: Option<String>,
}

impl PersonEditPage {
    fn is_wrong(&self) -> bool {
        self.form.is_wrong()
            || self
                .post
                .as_ref()
                .is_some_and(|(post, _, _)| post.is_wrong())
    }
}

pub(super) async fn new(visit: Visit) -> Result<Reply> {
    let page = new_page(&visit, PersonForm::new(), PostForm::new("")).await?;
    visit.page(&page)
}

pub(super) async fn create(visit: Visit, posted: Posted) -> Result<Reply> {
    let mut form = PersonForm::posted(&posted);
    let mut post = PostForm::posted(&posted);
    let is_right = form.check();
    let draft = post.check();
    if let Some(draft) = draft.filter(|_| is_right) {
        let (name, phone) = (form.name(), &form.phone.value);
        match actions::create_person(&visit, &name, phone, draft).await {
            Ok(id) => return visit.done(format!("已登记{name}。"), paths::person(id)),
            Err(Error::Refused(refusal)) => post.role.refuse(refusal.what),
            Err(error) => return Err(error.into()),
        }
    }
    let page = new_page(&visit, form, post).await?;
    visit.invalid(&page)
}

pub(super) async fn show(visit: Visit, At(id): At<PersonId>) -> Result<Reply> {
    let person = actions::person_record(&visit, id).await?.person;
    visit.page(&page(&visit, &person, PersonForm::of(&person)))
}

pub(super) async fn submit(visit: Visit, At(id): At<PersonId>, posted: Posted) -> Result<Reply> {
    let mut form = PersonForm::posted(&posted);
    let mut has_conflict = false;
    if form.check() {
        let person = Person {
            id,
            name: form.name(),
            phone: form.phone.value.clone(),
            version: form.version,
        };
        match actions::change_person(&visit, person).await {
            Ok(()) => return visit.done("已保存。", paths::person(id)),
            Err(Error::Conflict) => has_conflict = true,
            Err(error) => return Err(error.into()),
        }
    }
    let person = actions::person_record(&visit, id).await?.person;
    if !has_conflict {
        return visit.invalid(&page(&visit, &person, form));
    }
    form.version = person.version;
    let mut page = page(&visit, &person, form);
    page.stored_now = Some(format!("{} {}", person.name, person.phone));
    visit.conflict(&page)
}

async fn new_page(visit: &Visit, form: PersonForm, post: PostForm) -> Result<PersonEditPage> {
    let units = actions::all_units(visit).await?;
    let units = unit_choices(units.iter().map(|kept| &kept.unit), &post.unit.value);
    let roles = fillable_role_choices(actions::filling(visit, &visit.db).await?);
    Ok(PersonEditPage {
        frame: frame_below_people(visit, "登记人员"),
        action: paths::NEW_PERSON.to_owned(),
        form,
        post: Some((post, units, roles)),
        stored_now: None,
    })
}

fn page(visit: &Visit, person: &Person, form: PersonForm) -> PersonEditPage {
    PersonEditPage {
        frame: frame_below_people(visit, "修改姓名、手机号")
            .crumb(&person.name, paths::person(person.id)),
        action: paths::of_person(paths::EDIT_PERSON, person.id),
        form,
        post: None,
        stored_now: None,
    }
}

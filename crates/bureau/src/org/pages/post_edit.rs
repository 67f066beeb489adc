//! 添加、修改、结束任职.

use super::{fillable_role_choices, frame_below_people, unit_choices};
use crate::org::{
    actions,
    forms::{Choice, OccasionForm, PostForm},
    model::PostId,
    paths,
};
use ::store::Error;
use askama::Template;
use base::actor::PersonId;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/post_edit.html")]
struct PostEditPage {
    frame: Frame,
    action: String,
    form: PostForm,
    units: Vec<Choice>,
    roles: Vec<Choice>,
    /// Where the post is ended and what is asked then, for one there is.
    end: Option<(String, OccasionForm)>,
}

impl PostEditPage {
    fn is_wrong(&self) -> bool {
        let end = self.end.as_ref();
        self.form.is_wrong() || end.is_some_and(|(_, occasion)| occasion.is_wrong())
    }
}

pub(super) async fn new(visit: Visit, At(person): At<PersonId>) -> Result<Reply> {
    let page = new_page(&visit, person, PostForm::new("")).await?;
    visit.page(&page)
}

pub(super) async fn create(
    visit: Visit,
    At(person): At<PersonId>,
    posted: Posted,
) -> Result<Reply> {
    let mut form = PostForm::posted(&posted);
    if let Some(draft) = form.check() {
        match actions::begin_post(&visit, person, draft).await {
            Ok(()) => return visit.done("已添加任职。", paths::person(person)),
            Err(Error::Refused(refusal)) => form.role.refuse(refusal.what),
            Err(error) => return Err(error.into()),
        }
    }
    let page = new_page(&visit, person, form).await?;
    visit.invalid(&page)
}

pub(super) async fn show(visit: Visit, At(id): At<PostId>) -> Result<Reply> {
    let form = PostForm::of(&actions::post(&visit, id).await?);
    let page = edit_page(&visit, id, form).await?;
    visit.page(&page)
}

pub(super) async fn submit(visit: Visit, At(id): At<PostId>, posted: Posted) -> Result<Reply> {
    let mut form = PostForm::posted(&posted);
    if let Some(draft) = form.check() {
        match actions::change_post(&visit, id, draft).await {
            Ok(person) => return visit.done("已保存任职。", paths::person(person)),
            Err(Error::Refused(refusal)) => form.role.refuse(refusal.what),
            Err(error) => return Err(error.into()),
        }
    }
    let page = edit_page(&visit, id, form).await?;
    visit.invalid(&page)
}

pub(super) async fn end(visit: Visit, At(id): At<PostId>, posted: Posted) -> Result<Reply> {
    let mut occasion = OccasionForm::posted(&posted, visit.today());
    if let Some(right) = occasion.check() {
        match actions::end_post(&visit, id, right).await {
            Ok(person) => return visit.done("任职已结束。", paths::person(person)),
            Err(Error::Refused(refusal)) => occasion.on.refuse(refusal.what),
            Err(error) => return Err(error.into()),
        }
    }
    let form = PostForm::of(&actions::post(&visit, id).await?);
    let mut page = edit_page(&visit, id, form).await?;
    page.end = Some((paths::end_post(id), occasion));
    visit.invalid(&page)
}

async fn new_page(visit: &Visit, person: PersonId, form: PostForm) -> Result<PostEditPage> {
    let record = actions::person_record(visit, person).await?;
    let frame =
        frame_below_people(visit, "添加任职").crumb(&record.person.name, paths::person(person));
    let action = paths::of_person(paths::NEW_POST, person);
    page(visit, frame, action, form, None).await
}

async fn edit_page(visit: &Visit, id: PostId, form: PostForm) -> Result<PostEditPage> {
    let post = actions::post(visit, id).await?;
    let frame =
        frame_below_people(visit, "修改任职").crumb(&post.person_name, paths::person(post.person));
    page(
        visit,
        frame,
        paths::post(id),
        form,
        Some((paths::end_post(id), OccasionForm::new(visit.today()))),
    )
    .await
}

async fn page(
    visit: &Visit,
    frame: Frame,
    action: String,
    form: PostForm,
    end: Option<(String, OccasionForm)>,
) -> Result<PostEditPage> {
    let units = actions::all_units(visit).await?;
    Ok(PostEditPage {
        frame,
        action,
        units: unit_choices(units.iter().map(|kept| &kept.unit), &form.unit.value),
        form,
        roles: fillable_role_choices(actions::filling(visit, &visit.db).await?),
        end,
    })
}

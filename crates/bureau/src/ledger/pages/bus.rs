//! 校车定位: the buses with their last positions, a track without a map, and the address devices send to.

use crate::ledger::{
    actions,
    model::{BusMessage, Position, bus_rules, degrees},
    paths,
};
use ::store::Error;
use askama::Template;
use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use base::day::{Date, in_words, instant_in_words};
use serde::Deserialize;
use shell::{Asked, At, Frame, Guest, Limited, Posted, Reply, Result, Visit, csrf};

/// Buses on a page.
const PER_PAGE: usize = 50;

/// Size of the picture of a track.
const WIDTH: i64 = 640;
const HEIGHT: i64 = 360;
const EDGE: i64 = 12;

#[derive(Template)]
#[template(path = "ledger/pages/buses.html")]
struct BusesPage {
    frame: Frame,
    rows: Vec<BusLine>,
    issues: bool,
    keep_days: u16,
    most_points: usize,
    /// Plate and token of a device that was given out just now.
    issued: Option<(String, String)>,
    pager: super::filters::Paged,
}

struct BusLine {
    plate: String,
    row: String,
    unit: String,
    track: String,
    last: String,
    place: String,
    speed: String,
    devices: Vec<DeviceLine>,
}

struct DeviceLine {
    revoke: String,
    words: String,
}

#[derive(Template)]
#[template(path = "ledger/pages/track.html")]
struct TrackPage {
    frame: Frame,
    plate: String,
    day: String,
    rows: Vec<[String; 4]>,
    /// Corners of the line in the picture, and its ends; empty with fewer than two positions.
    points: String,
    start: (i64, i64),
    end: (i64, i64),
    words: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TrackAsked {
    plate: String,
    day: String,
}

/// Which page of the buses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BusesAsked {
    page: String,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<BusesAsked>) -> Result<Reply> {
    let page = page(&visit, &asked.page, None).await?;
    visit.page(&page)
}

async fn page(visit: &Visit, asked: &str, issued: Option<(String, String)>) -> Result<BusesPage> {
    let (buses, issues) = actions::buses(visit).await?;
    let pager = super::filters::Paged::new(buses.len(), PER_PAGE, asked, paths::BUS, &[]);
    let rules = bus_rules();
    Ok(BusesPage {
        frame: visit
            .frame("校车定位")
            .crumb("台账", paths::REGISTERS)
            .lead("每辆校车最近一次的位置和当天的轨迹；位置由车载设备发来，不在这里填写。"),
        rows: buses
            .into_iter()
            .skip(pager.n_before)
            .take(PER_PAGE)
            .map(|bus| BusLine {
                row: paths::of_row(paths::ROW, "bus-vehicles", bus.row_no),
                track: paths::track(&bus.plate, ""),
                last: bus
                    .last
                    .map(|last| instant_in_words(last.at_ms))
                    .unwrap_or_default(),
                place: bus.last.map(place).unwrap_or_default(),
                speed: bus
                    .last
                    .and_then(|last| last.speed)
                    .map(|speed| speed.to_string())
                    .unwrap_or_default(),
                devices: bus
                    .devices
                    .iter()
                    .map(|device| DeviceLine {
                        revoke: paths::revoke_device(&device.id.to_string()),
                        words: format!(
                            "{}由{}发放",
                            instant_in_words(device.issued_ms),
                            device.issued_by
                        ),
                    })
                    .collect(),
                unit: bus.unit,
                plate: bus.plate,
            })
            .collect(),
        issues,
        keep_days: rules.keep_days,
        most_points: rules.most_points,
        issued,
        pager,
    })
}

/// 「北纬36.53664°，东经118.04770°」.
fn place(position: Position) -> String {
    let side = |millionths: i64, (plus, minus): (&str, &str)| match millionths < 0 {
        true => format!("{minus}{}°", degrees(-millionths)),
        false => format!("{plus}{}°", degrees(millionths)),
    };
    format!(
        "{}，{}",
        side(position.latitude, ("北纬", "南纬")),
        side(position.longitude, ("东经", "西经"))
    )
}

/// The token is told in the answer itself: it is kept nowhere, and belongs in no redirect.
pub(super) async fn issue(visit: Visit, posted: Posted) -> Result<Reply> {
    let token = format!("{}{}", csrf::random_word(), csrf::random_word());
    let plate = posted.get("plate").to_owned();
    actions::issue_device(&visit, &plate, &token).await?;
    let page = page(&visit, posted.get("page"), Some((plate, token))).await?;
    visit.page(&page)
}

pub(super) async fn revoke(visit: Visit, At(id): At<String>, _posted: Posted) -> Result<Reply> {
    actions::revoke_device(&visit, id.parse().map_err(Error::from)?).await?;
    visit.done("设备已停用，它再发来的位置不会收下。", paths::BUS)
}

pub(super) async fn track(visit: Visit, Asked(asked): Asked<TrackAsked>) -> Result<Reply> {
    let day: Date = asked.day.parse().unwrap_or_else(|_| visit.today());
    let positions = actions::track(&visit, &asked.plate, day).await?;
    let points = drawn(&positions);
    let ends = (points.first().copied(), points.last().copied());
    visit.page(&TrackPage {
        frame: visit
            .frame(format!("{}的轨迹", asked.plate))
            .crumb("台账", paths::REGISTERS)
            .crumb("校车定位", paths::BUS)
            .lead(format!("{}，共{}个位置。", in_words(day), positions.len())),
        day: day.to_string(),
        rows: positions
            .iter()
            .map(|position| {
                let at = instant_in_words(position.at_ms);
                [
                    at.rsplit(' ').next().unwrap_or_default().to_owned(),
                    degrees(position.latitude),
                    degrees(position.longitude),
                    position.speed.map(|s| s.to_string()).unwrap_or_default(),
                ]
            })
            .collect(),
        points: match points.len() {
            0 | 1 => String::new(),
            _ => points
                .iter()
                .map(|(x, y)| format!("{x},{y}"))
                .collect::<Vec<_>>()
                .join(" "),
        },
        start: ends.0.unwrap_or_default(),
        end: ends.1.unwrap_or_default(),
        words: format!("{}在{}的行驶路线，北在上方", asked.plate, in_words(day)),
        plate: asked.plate,
    })
}

/// Positions in the picture: north is up, and both directions have one scale.
fn drawn(positions: &[Position]) -> Vec<(i64, i64)> {
    let of = |get: fn(&Position) -> i64| {
        let all = positions.iter().map(get);
        (
            all.clone().min().unwrap_or_default(),
            all.max().unwrap_or_default(),
        )
    };
    let (south, north) = of(|position| position.latitude);
    let (west, east) = of(|position| position.longitude);
    let (width, height) = (WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE);
    // Millionths of a degree that a point of the picture stands for.
    let scale = ((east - west) / width).max((north - south) / height) + 1;
    positions
        .iter()
        .map(|position| {
            (
                EDGE + (position.longitude - west) / scale,
                EDGE + (north - position.latitude) / scale,
            )
        })
        .collect()
}

/// What devices send to, without a log-in: the token of the device says whose position it is.
pub(super) async fn receive(guest: Guest, headers: HeaderMap, request: Request) -> Result<Reply> {
    let app = guest.app();
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    let device = match token.is_empty() {
        true => None,
        false => actions::device_of(app.db(), token).await?,
    };
    let Some(device) = device else {
        let what = "设备口令不对或已停用，请向教育局安全科索取新的口令。";
        return Ok(told(StatusCode::FORBIDDEN, what));
    };
    guest.take(Limited::OpenAct, &format!("bus {}", device.id))?;
    let most = bus_rules().most_bytes;
    let Ok(body) = axum::body::to_bytes(request.into_body(), most).await else {
        let what = format!("一次最多{most}字节，请分几次发。");
        return Ok(told(StatusCode::PAYLOAD_TOO_LARGE, &what));
    };
    let now_ms = app.clock().now_ms();
    match actions::take_positions(app.db(), &device, &body, now_ms).await {
        Ok(message) => Ok(taken(&message)),
        Err(Error::Refused(refusal)) => Ok(told(StatusCode::UNPROCESSABLE_ENTITY, &refusal.what)),
        Err(error) => Err(error.into()),
    }
}

/// How many positions were taken, and of the others which and why.
fn taken(message: &BusMessage) -> Reply {
    let refused: Vec<serde_json::Value> = message
        .refused
        .iter()
        .map(|refused| serde_json::json!({ "position": refused.place, "why": refused.why }))
        .collect();
    let n = message.taken.len();
    if n > 0 {
        let mut answer = serde_json::json!({ "taken": n });
        if !refused.is_empty() {
            answer["refused"] = refused.into();
        }
        return Json(answer).into_response();
    }
    let first = message.refused.first();
    let error = first.map_or_else(String::new, |first| {
        format!(
            "{}个位置都不对，没有收下。第{}个位置：{}",
            message.refused.len(),
            first.place,
            first.why
        )
    });
    let answer = serde_json::json!({ "taken": 0, "error": error, "refused": refused });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(answer)).into_response()
}

fn told(status: StatusCode, what: &str) -> Reply {
    (status, Json(serde_json::json!({ "error": what }))).into_response()
}
